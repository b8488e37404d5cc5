import type { Label } from './source.js';

/** What would make it right. */
export const FIXES = {
  chooseRuleSet: {
    vi: 'Kiểm tra khối lớp, năm học, hoặc chọn bộ quy định',
    en: 'Check grade and school year, or choose a rule set',
  },
  checkGrade: { vi: 'Kiểm tra khối lớp và tên lớp', en: 'Check the grade and the name of the class' },
  checkBirthDate: { vi: 'Kiểm tra ngày sinh và khối lớp', en: 'Check the birth date and the grade' },
  addRow: { vi: 'Thêm dòng còn thiếu', en: 'Add the missing row' },
  removeRow: { vi: 'Bỏ dòng này hoặc kiểm tra khối lớp', en: 'Remove the row, or check the grade' },
  mergeRows: { vi: 'Giữ một dòng cho mỗi môn học', en: 'Keep one row for each subject' },
  splitRow: {
    vi: 'Tách thành các dòng riêng, mỗi dòng có mức đạt và điểm riêng',
    en: 'Split it into rows with levels and scores of their own',
  },
  enterLevel: { vi: 'Ghi mức đạt được', en: 'Enter the level' },
  enterScore: { vi: 'Ghi điểm bài kiểm tra cuối năm', en: 'Enter the score of the year-end test' },
  removeScore: { vi: 'Bỏ điểm ở dòng này', en: 'Remove the score of this row' },
  correctScore: { vi: 'Sửa điểm cho đúng thang điểm', en: 'Correct the score to the scale' },
  compareScore: { vi: 'Đối chiếu lại điểm và mức đạt được', en: 'Compare the score with the level once more' },
  enterResult: { vi: 'Ghi kết quả đánh giá giáo dục', en: 'Enter the year result' },
  correctResult: {
    vi: 'Sửa kết quả theo điều kiện đã nêu, hoặc sửa mức đạt, điểm đã ghi nhầm',
    en: 'Correct the result to the condition named, or the level or score that was entered wrongly',
  },
  removeResult: { vi: 'Bỏ kết quả cả năm', en: 'Remove the result of the year' },
  completeRecord: { vi: 'Ghi đủ mức đạt, điểm còn thiếu', en: 'Enter the levels and scores that are missing' },
  checkDecision: { vi: 'Kiểm tra quyết định của hiệu trưởng', en: 'Check the decision of the principal' },
  correctPromotion: {
    vi: 'Sửa nội dung lên lớp, hoàn thành chương trình cho khớp với kết quả',
    en: 'Make promotion and completion agree with the result',
  },
  correctWords: { vi: 'Ghi đúng câu của hướng dẫn ghi học bạ', en: 'Use the words of the filling guidance' },
  correctAward: {
    vi: 'Sửa danh hiệu cho khớp với kết quả, hoặc sửa kết quả',
    en: 'Make the title agree with the result, or correct the result',
  },
  moveAward: { vi: 'Chuyển sang phần khen thưởng cuối năm', en: 'Move it to the awards of the year end' },
  checkIdentity: {
    vi: 'Đối chiếu với giấy khai sinh, căn cước',
    en: 'Compare with the birth certificate and the identity card',
  },
  newLookUpCode: { vi: 'Dùng mã tra cứu mới', en: 'Use a new look-up code' },
  namePersonOrReason: { vi: 'Ghi cha, mẹ hoặc người giám hộ', en: 'Name father, mother or guardian' },
  requestCode: { vi: 'Xin cấp mã hồ sơ học tập suốt đời', en: 'Ask for the code of the lifelong learning record' },
  checkOrigin: {
    vi: 'Kiểm tra nguồn gốc: bản gốc số hay bản số hoá',
    en: 'Check the origin: born digital or digitised',
  },
  correctDate: { vi: 'Kiểm tra lại ngày', en: 'Check the date' },
  askProvince: { vi: 'Hỏi Sở GDĐT về việc nộp muộn', en: 'Ask the provincial department about the late release' },
  correctHistory: { vi: 'Sửa quá trình học tập', en: 'Correct the learning history' },
  correctOccasion: {
    vi: 'Sửa thời điểm lập học bạ hoặc nội dung của thời điểm đó',
    en: 'Correct the occasion, or what belongs to it',
  },
  none: { vi: 'Không cần sửa', en: 'Nothing to do' },
} as const satisfies Readonly<Record<string, Label>>;

/** Key of what would make a finding right. */
export type FixCode = keyof typeof FIXES;
