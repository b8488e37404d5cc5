/*
 * Words of sample records. Names are the commonest ones of the country, put together at random; places are those of the specimen.
 */

const words = (text: string): readonly string[] => text.split(' ');

/** Family names, commoner ones several times. */
export const HO: readonly string[] = /* @__PURE__ */ words(
  'Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Phạm Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý',
);

export const TEN_DEM: Readonly<Record<'nam' | 'nu', readonly string[]>> = /* @__PURE__ */ (() => ({
  nam: words('Văn Đức Minh Gia Quang Hữu Tuấn Quốc Thành Anh Nhật Hoàng Duy Đình Công'),
  nu: words('Thị Ngọc Thu Khánh Bảo Phương Thanh Mai Thùy Minh Quỳnh Hồng Diệu Gia Hà'),
}))();

export const TEN: Readonly<Record<'nam' | 'nu', readonly string[]>> = /* @__PURE__ */ (() => ({
  nam: words(
    'An Bách Bình Cường Dũng Duy Đạt Hải Hiếu Hoàng Huy Hưng Khang Khoa Khôi Kiên Lâm Long Minh Nam Nhân Phong Phúc Quân Sơn Thành Thịnh Trung Tùng Việt',
  ),
  nu: words(
    'An Anh Châu Chi Diệp Dung Giang Hà Hân Hằng Hoa Hương Lan Linh Ly Mai My Nga Ngân Nhi Nhung Oanh Quỳnh Thảo Thư Trang Trâm Uyên Vy Yến',
  ),
}))();

/** Provinces for birth and origin. */
export const TINH: readonly string[] = [
  'Thành phố Hà Nội',
  'Tỉnh Nam Định',
  'Tỉnh Thái Bình',
  'Tỉnh Hải Dương',
  'Tỉnh Bắc Ninh',
  'Tỉnh Phú Thọ',
  'Tỉnh Thanh Hóa',
  'Tỉnh Nghệ An',
];

export const DAN_TOC_MAU: readonly string[] = ['Tày', 'Thái', 'Mường', 'Nùng', 'HMông', 'Khơ-me', 'Hoa', 'Dao'];

type MucDat = 'hoanThanhTot' | 'hoanThanh' | 'chuaHoanThanh';
type NhanXet = Readonly<Record<MucDat, readonly string[]>>;

/** Comments on a subject by level; `''` serves every subject without its own. */
export const NHAN_XET_MON_HOC: Readonly<Record<string, NhanXet>> = {
  tiengViet: {
    hoanThanhTot: [
      'Đọc lưu loát, diễn cảm; viết đoạn văn đủ ý, trình bày sạch đẹp.',
      'Nắm chắc kiến thức đã học; vốn từ phong phú, viết câu đúng và hay.',
    ],
    hoanThanh: [
      'Đọc to, rõ ràng; cần rèn thêm chữ viết và cách dùng dấu câu.',
      'Hiểu nội dung bài đọc; cần viết câu văn đủ ý hơn.',
    ],
    chuaHoanThanh: ['Đọc còn chậm, viết còn sai nhiều lỗi chính tả; cần luyện đọc, luyện viết hằng ngày.'],
  },
  toan: {
    hoanThanhTot: [
      'Tính toán nhanh, chính xác; biết vận dụng để giải các bài toán thực tế.',
      'Nắm vững kiến thức; giải toán có lời văn mạch lạc.',
    ],
    hoanThanh: [
      'Thực hiện đúng các phép tính cơ bản; cần cẩn thận hơn khi giải toán có lời văn.',
      'Nắm được kiến thức cơ bản; cần rèn thêm kĩ năng tính nhẩm.',
    ],
    chuaHoanThanh: ['Còn lúng túng khi thực hiện phép tính; cần ôn lại các bảng tính và luyện tập thêm.'],
  },
  ngoaiNgu1: {
    hoanThanhTot: ['Phát âm rõ, mạnh dạn giao tiếp; nhớ và dùng tốt từ vựng đã học.'],
    hoanThanh: ['Nghe hiểu các câu đơn giản; cần luyện nói nhiều hơn.'],
    chuaHoanThanh: ['Chưa nhớ từ vựng cơ bản; cần luyện nghe và nói thường xuyên.'],
  },
  tinHoc: {
    hoanThanhTot: ['Thao tác với máy tính thành thạo; tạo được sản phẩm số đơn giản.'],
    hoanThanh: ['Thực hiện được các thao tác cơ bản; cần luyện gõ bàn phím đúng cách.'],
    chuaHoanThanh: ['Thao tác với chuột và bàn phím còn chậm; cần được hướng dẫn thêm.'],
  },
  giaoDucTheChat: {
    hoanThanhTot: ['Thực hiện đúng, đẹp các động tác; tích cực tham gia trò chơi vận động.'],
    hoanThanh: ['Thực hiện được các bài tập; cần mạnh dạn hơn trong trò chơi tập thể.'],
    chuaHoanThanh: ['Chưa thực hiện được các động tác cơ bản; cần tập luyện thường xuyên.'],
  },
  amNhac: {
    hoanThanhTot: ['Hát đúng giai điệu, biểu diễn tự tin.'],
    hoanThanh: ['Thuộc lời bài hát; đôi lúc chưa đúng cao độ, trường độ.'],
    chuaHoanThanh: ['Chưa thuộc lời các bài hát; cần tham gia luyện tập cùng bạn.'],
  },
  '': {
    hoanThanhTot: [
      'Hiểu bài, tích cực phát biểu và biết vận dụng vào cuộc sống.',
      'Hoàn thành tốt các nội dung học tập.',
    ],
    hoanThanh: [
      'Hoàn thành các yêu cầu cần đạt; cần tập trung hơn trong giờ học.',
      'Nắm được nội dung cơ bản của môn học.',
    ],
    chuaHoanThanh: ['Chưa hoàn thành một số yêu cầu cần đạt; cần được hỗ trợ thêm.'],
  },
};

type Nhom = 'phamChat' | 'nangLucChung' | 'nangLucDacThu' | 'giaoVienChuNhiem';
type Muc = 'tot' | 'dat' | 'canCoGang';

/** Comments of the homeroom teacher, one per group, by the lowest level in it. */
export const NHAN_XET_NHOM: Readonly<Record<Nhom, Readonly<Record<Muc, readonly string[]>>>> = {
  phamChat: {
    tot: [
      'Đi học đều, đúng giờ; lễ phép, biết giúp đỡ bạn bè.',
      'Trung thực, có trách nhiệm với việc chung của lớp; yêu quý thầy cô và bạn bè.',
    ],
    dat: [
      'Ngoan, thực hiện đúng nội quy; cần chăm chỉ hơn trong học tập.',
      'Biết giữ lời hứa; cần tích cực hơn khi làm việc nhóm.',
    ],
    canCoGang: ['Cần chăm chỉ và có trách nhiệm hơn với nhiệm vụ được giao.'],
  },
  nangLucChung: {
    tot: [
      'Tự giác học tập; mạnh dạn trao đổi, hợp tác tốt với bạn.',
      'Biết tự học, chủ động tìm cách giải quyết nhiệm vụ.',
    ],
    dat: ['Thực hiện được nhiệm vụ khi có hướng dẫn; cần mạnh dạn chia sẻ ý kiến.'],
    canCoGang: ['Chưa chủ động trong học tập; cần được nhắc nhở và hỗ trợ.'],
  },
  nangLucDacThu: {
    tot: [
      'Sử dụng ngôn ngữ lưu loát; tính toán tốt; vận động khéo léo.',
      'Tư duy tốt, biết vận dụng điều đã học; có năng khiếu thẩm mĩ.',
    ],
    dat: ['Có tiến bộ về ngôn ngữ và tính toán; cần rèn luyện thêm để thành thạo hơn.'],
    canCoGang: ['Năng lực tính toán và ngôn ngữ còn hạn chế; cần luyện tập thường xuyên.'],
  },
  giaoVienChuNhiem: {
    tot: [
      'Hoàn thành tốt các nội dung học tập và rèn luyện của năm học.',
      'Học tập tích cực, tiến bộ đều ở các môn học.',
    ],
    dat: ['Hoàn thành các nội dung học tập của năm học; cần cố gắng hơn ở một số môn học.'],
    canCoGang: ['Chưa hoàn thành một số nội dung học tập; gia đình và nhà trường cần phối hợp giúp đỡ em trong hè.'],
  },
};
