/* What the crash banner says, in both languages at once: the program that knows which one is gone. */
export const TEXT = {
  vi: {
    crashTitle: 'Chương trình đã dừng vì lỗi',
    crashWhat: 'Màn hình được che để không ai đọc nhầm một con số sai.',
    loadTitle: 'Không mở được chương trình',
    loadWhat: 'Có tệp không tải được, hoặc đã bị thay đổi trên đường truyền nên không được chạy. Hãy kiểm tra kết nối rồi tải lại trang.',
    fileWhat: 'Trang này phải được mở qua địa chỉ web, không mở trực tiếp từ tệp.',
    savedUntil: 'Số liệu đã nhập được lưu trên máy này đến ',
    saved: 'Số liệu đã lưu vẫn còn trên máy này.',
    notSaved: 'Không tìm thấy số liệu nào đã lưu trên máy này.',
    safe: 'Chương trình dừng hai lần liền. Lần mở tới sẽ vào chế độ an toàn: chưa mở bảng nào.',
    reload: 'Tải lại trang',
    download: 'Tải bản sao số liệu',
    detail: 'Chi tiết: ',
  },
  en: {
    crashTitle: 'The program stopped because of an error',
    crashWhat: 'The screen is covered so that nobody reads a wrong figure.',
    loadTitle: 'The program could not be opened',
    loadWhat: 'A file could not be loaded, or was changed on its way and therefore not run. Check the connection and reload the page.',
    fileWhat: 'This page must be opened through a web address, not directly from a file.',
    savedUntil: 'The typed figures are saved on this device until ',
    saved: 'The saved figures are still on this device.',
    notSaved: 'No saved figures were found on this device.',
    safe: 'The program stopped twice in a row. The next start is in safe mode: no table is opened.',
    reload: 'Reload',
    download: 'Download a copy of the figures',
    detail: 'Detail: ',
  },
};
export const LOCALE = { vi: 'vi-VN', en: 'en-GB' };
