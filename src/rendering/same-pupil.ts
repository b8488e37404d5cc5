import { giaTri, type HocBa } from '../hoc-ba/index.js';

/**
 * Whether two records are of one pupil: by the personal id where both have it, since a name may be changed by decision; else by name and
 * day of birth.
 */
export function isSamePupil(
  { hocSinh: one }: Pick<HocBa, 'hocSinh'>,
  { hocSinh: other }: Pick<HocBa, 'hocSinh'>,
): boolean {
  const [id, otherId] = [giaTri(one.soDinhDanhCaNhan), giaTri(other.soDinhDanhCaNhan)];
  if (id !== undefined && otherId !== undefined) return id === otherId;
  return one.hoVaTen === other.hoVaTen && one.ngaySinh === other.ngaySinh;
}
