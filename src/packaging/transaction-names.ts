/** Root of the file of one transaction (CV 2088/BGDĐT-GDTH, annex 1, II.1). */
export const DANH_SACH_HOC_BA = 'DANH_SACH_HOC_BA';
export const HOC_BA = 'HOC_BA';
/** Id of the list in the printed sample of a recall; that a submission has the same is assumed. */
export const DEFAULT_LIST_ID = 'dataDanhSach';
export const DS_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
