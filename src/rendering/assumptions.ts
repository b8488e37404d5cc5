/** A part of a form that no official text at hand prints, with what it rests on instead. */
export interface FormAssumption {
  readonly id: string;
  /** Which cells or labels. */
  readonly vi: string;
  readonly en: string;
  /** What they are taken from. */
  readonly source: string;
}

const OLDER = 'Mẫu học bạ theo TT 22/2016/TT-BGDĐT';
const USAGE = 'Cách in học bạ quen dùng';
const OWN = 'hoc-ba-so';

/** Every assumption of the two forms; a block or cell names its own by id. Replace the entry when the printed form of TT 27/2020 is at hand. */
export const FORM_ASSUMPTIONS = {
  paperCover: {
    vi: 'Bìa bản giấy không có Lớp và Năm học; nhãn lấy theo mẫu hiển thị',
    en: 'The paper cover has no class and school year; its labels are those of the display form',
    source: USAGE,
  },
  guidanceWording: {
    vi: 'Lời của sáu điểm hướng dẫn ghi học bạ (nội dung theo phụ lục 1, không chép nguyên văn)',
    en: 'The wording of the six points of guidance (content as in annex 1, not quoted)',
    source: 'TT 27/2020/TT-BGDĐT, phụ lục 1',
  },
  pupilSignature: {
    vi: 'Trang học sinh: địa danh, ngày tháng và ô HIỆU TRƯỞNG; ngày là ngày ký phát hành của năm học mới nhất',
    en: 'Pupil page: place, day and the principal’s block; the day is that of issue of the newest year',
    source: USAGE,
  },
  historyTable: {
    vi: 'Bảng QUÁ TRÌNH HỌC TẬP: tên cột, thứ tự cột và số dòng (6)',
    en: 'Table QUÁ TRÌNH HỌC TẬP: its columns, their order and the number of rows (6)',
    source: OLDER,
  },
  healthAndAbsence: {
    vi: 'Dòng Chiều cao, Cân nặng, Sức khoẻ và dòng Số ngày nghỉ (có phép, không phép) của trang trái',
    en: 'The lines of height, weight, health and absence on the left page',
    source: OLDER,
  },
  absenceInSessions: {
    vi: 'Học bạ chỉ có số buổi nghỉ thì ô Số ngày nghỉ ghi số buổi kèm chữ "buổi", không quy đổi',
    en: 'Where the record counts sessions only, the absence cells show sessions with their unit, never converted to days',
    source: OWN,
  },
  yearHeading: {
    vi: 'Dòng Họ và tên học sinh, Lớp, Trường, Năm học trên trang của từng năm',
    en: 'The line of pupil, class, school and year on the pages of a year',
    source: OLDER,
  },
  yearSignatures: {
    vi: 'Phần ký cuối trang phải: Xác nhận của Hiệu trưởng bên trái, Giáo viên chủ nhiệm bên phải, địa danh và ngày ở trên',
    en: 'Signature block of the right page: principal on the left, homeroom teacher on the right, place and day above',
    source: OLDER,
  },
  columnWidths: {
    vi: 'Độ rộng các cột, khổ chữ và lề trang',
    en: 'Widths of columns, sizes of letters and margins',
    source: OWN,
  },
  olderAssessment: {
    vi: 'Năm học đánh giá theo TT 22/2016: các dòng môn học, năng lực, phẩm chất của mẫu cũ đặt trong khung các mục của mẫu mới',
    en: 'Years assessed by TT 22/2016: the older rows of subjects, competences and qualities stand in the sections of the newer form',
    source: OLDER,
  },
  otherSubjects: {
    vi: 'Môn ngoài danh mục được thêm dòng ở cuối bảng môn học',
    en: 'Subjects outside the list get rows at the end of the table of subjects',
    source: OWN,
  },
  commentPerSubject: {
    vi: 'Nhận xét môn học đặt ở dòng của môn (bản mẫu không cho thấy ô nhận xét có gộp hay không)',
    en: 'A comment on a subject stands in the subject’s row (the specimen does not show whether cells are merged)',
    source: 'CV 2088/BGDĐT-GDTH, phụ lục 2',
  },
  remarks: {
    vi: 'Phần "Ghi chú của học bạ số": nhận xét của giáo viên chủ nhiệm, đánh giá bổ sung, khuyết tật, một phần năm học, thay thế, số hoá – mẫu không có ô',
    en: 'The remarks: comment of the homeroom teacher, supplementary assessment, disability, part of a year, replacement, digitisation, for which the form has no cell',
    source: OWN,
  },
  appendix: {
    vi: 'Trang "Thông tin ký số và dữ liệu khác" sau mỗi bản: dữ liệu có trong XML mà mẫu không có ô, và dữ liệu chứng thư',
    en: 'The page of signatures and other data after the form: what the XML holds and the form has no cell for, and certificate data',
    source: OWN,
  },
  footnotes: {
    vi: 'Ô không có giá trị vì một lý do được ghi số trong ngoặc, lý do ghi dưới bảng',
    en: 'A cell without a value for a stated reason holds a number in brackets; the reason stands below the table',
    source: OWN,
  },
} as const satisfies Readonly<Record<string, Omit<FormAssumption, 'id'>>>;

export type FormAssumptionId = keyof typeof FORM_ASSUMPTIONS;
