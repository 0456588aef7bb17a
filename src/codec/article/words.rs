//! The phrases, by what they do. Of phrases of the same length the first in the table counts.

use super::Of;
use super::lexicon::Sense;
use crate::core::fact::Qualifier;
use crate::core::names::UnitKind;

use Sense::*;

const fn noun(of: Of, total: bool) -> Sense {
    Noun { of, total }
}

const fn rate(of: Of, falling: bool, doubt: bool) -> Sense {
    RateOf { of, falling, doubt }
}

pub(super) const VIETNAMESE: &[(Sense, &str)] = &[
    (noun(Of::Poor, false), "hộ nghèo|nghèo"),
    (noun(Of::Poor, true), "số hộ nghèo|tổng số hộ nghèo|tổng hộ nghèo|số lượng hộ nghèo"),
    (noun(Of::NearPoor, false), "hộ cận nghèo|cận nghèo"),
    (noun(Of::NearPoor, true), "số hộ cận nghèo|tổng số hộ cận nghèo|tổng hộ cận nghèo"),
    (Ambiguous, "hộ nghèo đa chiều|số hộ nghèo đa chiều|tổng số hộ nghèo đa chiều"),
    (noun(Of::Households, false), "hộ dân|hộ gia đình|hộ dân cư"),
    (
        noun(Of::Households, true),
        "số hộ|tổng số hộ|tổng hộ|tổng số hộ dân|tổng số hộ dân cư|tổng số hộ gia đình|số hộ dân",
    ),
    (noun(Of::Persons, false), "khẩu|nhân khẩu"),
    (noun(Of::Persons, true), "tổng số khẩu|tổng số nhân khẩu|số khẩu|số nhân khẩu|dân số"),
    (noun(Of::PoorPersons, false), "khẩu nghèo|nhân khẩu nghèo"),
    (House, "hộ"),
    (Turns, "lượt"),
    (
        Left,
        "còn|chỉ còn|còn lại|hiện còn|giảm còn|giảm xuống|giảm xuống còn|xuống|xuống còn|xuống mức|còn mức|hạ xuống\
         |hạ còn|tăng lên|lên|về|về mức|xuống chỉ còn|giảm chỉ còn|giảm về|về còn",
    ),
    (Kind(UnitKind::Province), "tỉnh"),
    (Kind(UnitKind::City), "thành phố|tp"),
    (Kind(UnitKind::UrbanDistrict), "quận"),
    (Kind(UnitKind::RuralDistrict), "huyện"),
    (Kind(UnitKind::Town), "thị xã|tx"),
    (Kind(UnitKind::Commune), "xã"),
    (Kind(UnitKind::Ward), "phường"),
    (Kind(UnitKind::Township), "thị trấn|tt"),
    (Kind(UnitKind::SpecialZone), "đặc khu"),
    (
        Thing,
        "hộ thoát nghèo|hộ mới thoát nghèo|hộ thoát cận nghèo|hộ tái nghèo|hộ tái cận nghèo|hộ nghèo phát sinh\
         |hộ nghèo phát sinh mới|hộ phát sinh|hộ phát sinh mới|hộ nghèo mới|hộ phát sinh nghèo|hộ thoát|người nghèo\
         |hộ đăng ký|hộ chính sách|hộ nông dân|hộ kinh doanh|hộ trung bình|hộ khá|hộ giàu|học sinh nghèo|trẻ em nghèo\
         |công trình|mô hình|trường học|điểm trường|điểm dân cư|trung tâm|cụm|cụm loa|bộ|căn|căn nhà|nhà|ngôi nhà|con\
         |lao động|người|người dân|người lao động|học sinh|sinh viên|trẻ em|phụ nữ|hội viên|đoàn viên|thành viên\
         |cán bộ|đảng viên|trường hợp|đối tượng|suất|suất quà|phần quà|thẻ|đơn vị|địa phương|hợp tác xã|doanh nghiệp\
         |tổ hợp tác|tổ chức|văn bản|cuộc|buổi|hồ sơ|khoản|món|việc làm|cây|giống|tấn|tạ|ha|km|mét|cái|chiếc\
         |khách hàng|món vay|hội nghị|tin|bài|thiết bị|nhà ở|công ty|chi nhánh|sản phẩm|chương trình vay|chính sách\
         |đồng bào|thôn bản|cơ sở|nhóm hộ|huyện thị|xã phường|bếp|bò|trâu|lợn|dê",
    ),
    (
        Numbered,
        "thôn|bản|xóm|ấp|buôn|làng|tổ|tổ dân phố|khu dân cư|lớp|nhóm|dự án|tiểu dự án|chi bộ|chi hội|trạm|trường\
         |nhiệm vụ|giải pháp|tiêu chí|tuyến|đài|khóm",
    ),
    (Measure, "tuổi|tháng tuổi|giờ|phút|giây|lần|sao|độ|năm qua|tuần|vòng|đô|không|sạch"),
    (rate(Of::Poor, false, false), "tỷ lệ hộ nghèo|tỉ lệ hộ nghèo|tỷ lệ số hộ nghèo"),
    (
        rate(Of::Poor, false, true),
        "tỷ lệ nghèo|tỉ lệ nghèo|tỷ lệ hộ nghèo đa chiều|tỉ lệ hộ nghèo đa chiều|hộ nghèo chiếm tỷ lệ đa chiều",
    ),
    (
        rate(Of::Poor, true, false),
        "tỷ lệ giảm hộ nghèo|tỷ lệ giảm nghèo|tỉ lệ giảm hộ nghèo|tỉ lệ giảm nghèo|mức giảm hộ nghèo\
         |giảm nghèo bình quân|mức giảm nghèo|tốc độ giảm nghèo",
    ),
    (rate(Of::Poor, true, true), "tỷ lệ giảm nghèo đa chiều|tỷ lệ giảm hộ nghèo đa chiều|tỉ lệ giảm nghèo đa chiều"),
    (rate(Of::Multidimensional, false, true), "tỷ lệ nghèo đa chiều|tỉ lệ nghèo đa chiều"),
    (
        rate(Of::NearPoor, false, false),
        "tỷ lệ hộ cận nghèo|tỉ lệ hộ cận nghèo|tỷ lệ cận nghèo|tỉ lệ cận nghèo|tỷ lệ số hộ cận nghèo",
    ),
    (rate(Of::NearPoor, true, false), "tỷ lệ giảm hộ cận nghèo|tỷ lệ giảm cận nghèo"),
    (
        rate(Of::Other, false, false),
        "tỷ lệ|tỉ lệ|tỷ trọng|tỷ suất|tỷ lệ hộ|tỷ lệ thoát nghèo|tỷ lệ tái nghèo|tỷ lệ người nghèo",
    ),
    (Total, "tổng số|tổng|trong tổng số|trên tổng số|trong tổng|trên tổng|trong số|tổng cộng|tổng số là"),
    (
        Down,
        "giảm|giảm được|đã giảm|giảm thêm|giảm bình quân|mức giảm|kéo giảm|giảm nhanh|giảm mạnh|giảm sâu\
         |giảm thêm được|giảm đi|đã giảm đi|đã giảm được|giảm tới|tỷ lệ giảm",
    ),
    (Up, "tăng|tăng thêm"),
    (Is, "là|đạt|hoàn thành|ở mức|mức|gồm|bao gồm|với|cụ thể|ước đạt|chỉ đạt"),
    (Have, "có|hiện có|đã có|ghi nhận"),
    (
        Take,
        "chiếm|chiếm tỷ lệ|chiếm tỉ lệ|tương ứng|tương ứng với|tương ứng tỷ lệ|tương ứng với tỷ lệ|tương đương\
         |tương đương với|bằng|với tỷ lệ|với tỉ lệ|đạt tỷ lệ|tỷ lệ chiếm",
    ),
    (From, "từ"),
    (To, "đến|tới"),
    (Beyond, "vượt|cao hơn|thấp hơn|nhiều hơn|ít hơn|chênh|chênh lệch|gấp|vượt trên|vượt xa|kém"),
    (Against, "so với|so cùng"),
    (
        Plan,
        "phấn đấu|đặt mục tiêu|đặt ra mục tiêu|đề ra mục tiêu|dự kiến|cần đạt|sẽ|giao chỉ tiêu|dự báo|quyết tâm\
         |đặt chỉ tiêu",
    ),
    (
        PlanNoun,
        "kế hoạch|chỉ tiêu|mục tiêu|nghị quyết đề ra|kế hoạch vốn|kế hoạch năm|chỉ tiêu giao|kế hoạch giao\
         |chỉ tiêu kế hoạch|kế hoạch đề ra|mục tiêu đề ra|chỉ tiêu đề ra|mục tiêu kế hoạch|dự toán",
    ),
    (Result, "kết quả|thực tế|đã|qua rà soát|kết quả thực hiện|thực hiện giảm|ước thực hiện|thực hiện được"),
    (Bound(Qualifier::MoreThan), "hơn|trên"),
    (Bound(Qualifier::AtLeast), "ít nhất|tối thiểu|không dưới|không ít hơn|từ trên"),
    (Bound(Qualifier::LessThan), "gần|dưới"),
    (Bound(Qualifier::AtMost), "nhiều nhất|tối đa|không quá|không vượt quá|cao nhất là không quá"),
    (Bound(Qualifier::About), "khoảng|chừng|xấp xỉ|độ khoảng|trên dưới|ước khoảng"),
    (Trail(Qualifier::AtLeast), "trở lên"),
    (Trail(Qualifier::AtMost), "trở xuống"),
    (Money(0), "đồng|đ|vnđ|vnd"),
    (Money(3), "nghìn đồng|ngàn đồng"),
    (Money(6), "triệu|triệu đồng|tr|trđ|tr đồng"),
    (Money(9), "tỷ|tỷ đồng|tỉ|tỉ đồng"),
    (Money(12), "nghìn tỷ|nghìn tỷ đồng|ngàn tỷ|ngàn tỷ đồng|nghìn tỉ đồng"),
    (Percent, "phần trăm"),
    (Points(true), "điểm phần trăm|điểm %"),
    (Points(false), "điểm"),
    (Each, "mỗi|bình quân mỗi|trung bình mỗi|mỗi một|từng|bình quân một"),
    (
        Filler,
        "thêm|bình quân|trung bình|ước|ước tính|đều|khá|nhanh|mạnh|sâu|tính|tính đến|tính tới|thời điểm|vào|tại|ở|của\
         |cho thấy|cho biết|cho hay|bình quân chung|chung|cũng|chỉ|tiếp tục|có xu hướng|dần|các|những|tiếp đến là\
         |tiếp theo là|cao nhất là|thấp nhất là|đó|này|nay|hết|trong|trong kỳ|tương ứng là|nữa|so ra|ước còn\
         |toàn vùng|rồi|lại|cao nhất|thấp nhất|hằng năm|hàng năm|mỗi năm|tiếp cận đa chiều|thấp nhất cả nước\
         |cao nhất cả nước|thấp nhất trong cả nước|cao nhất trong cả nước|cao thứ hai cả nước|cao thứ ba cả nước\
         |thứ hai cả nước|thứ ba cả nước|thứ tư cả nước|so cả nước|nhất cả nước|nhanh nhất cả nước|thấp nhất tỉnh\
         |cao nhất tỉnh|nhanh nhất|thấp nhất toàn tỉnh|cao nhất toàn tỉnh|bình quân mỗi năm|trung bình mỗi năm\
         |bình quân hằng năm|bình quân hàng năm|giảm nghèo|đói nghèo|từng bước|riêng|hiện|đầu kỳ|cuối kỳ",
    ),
    (By, "theo|căn cứ|theo đúng|căn cứ vào"),
    (Got, "được"),
    (
        Plain,
        "đầu tư|vốn đầu tư|hạ tầng|cơ sở hạ tầng|đầu tiên|đứng đầu|đầu mối|đầu người|cuối cùng|năm học|năm nay\
         |năm sau|số hóa|số hoá|một số|đa số|chỉ số|số lượng|số tiền|nông thôn mới|xã hội|xã hội hóa|thị trường\
         |huyện ủy|tỉnh ủy|thành ủy|đồng thời|đồng bộ|đồng thuận|đồng tình|cộng đồng|hội đồng|hợp đồng|tổng kết\
         |tổng điều tra|tổng hợp|cơ bản|hiện đại|hiện đại hóa|còn nhiều|là một|có thể|có hiệu quả|học kỳ|nhà nước\
         |xóa đói giảm nghèo|về việc|mục tiêu quốc gia|chương trình mục tiêu quốc gia|chương trình mục tiêu\
         |số lao động",
    ),
    (
        Does,
        "vay|tham gia|đăng ký|nhận|hưởng|thụ hưởng|sử dụng|thoát nghèo|vươn lên|làm|mua|xây|xây dựng|sửa|sửa chữa\
         |chăn nuôi|trồng|nuôi|tiếp cận|thiếu|thiếu hụt|chưa|không có|khó khăn|gặp|cần|tự nguyện|viết đơn|dùng\
         |sinh sống|sống|chuyển|đi|học|không|đã được|thuộc diện|thoát|tái nghèo|phát sinh|đạt chuẩn|đảm bảo|bị|phải\
         |muốn|là nữ|do|có nhà|có đất|thuộc hộ|phát triển|trở thành|được hỗ trợ|được vay|được tiếp cận|biết|mới\
         |đạt tiêu chí|khmer|người khmer|kinh|người kinh|tày|nùng|mông|mường|dao|ê đê|gia rai|ba na|xơ đăng|chăm\
         |vân kiều|raglai|hoa",
    ),
    (
        Aids,
        "hỗ trợ|giúp|giúp đỡ|cho|tặng|trao|trao tặng|cấp|cấp phát|giải quyết|tạo|đào tạo|dạy nghề|tập huấn\
         |tuyên truyền|vận động|tư vấn|thăm|miễn|giải ngân|cứu trợ|kết nối|thu hút|huy động|tổ chức|hỗ trợ cho\
         |cho vay|xóa nhà|xây nhà|làm nhà|sửa nhà|dư nợ|doanh số|khám|phục vụ|bàn giao|trao sinh kế|đỡ đầu|thăm hỏi\
         |phân công|kinh phí|hướng dẫn|mời",
    ),
    (
        Minority,
        "dân tộc thiểu số|người dtts|đồng bào dtts|vùng dtts|vùng đồng bào dtts|vùng dân tộc thiểu số\
         |vùng đồng bào dân tộc thiểu số|trong đồng bào dtts|trong đồng bào dân tộc thiểu số|người dân tộc thiểu số\
         |là người dân tộc thiểu số|đồng bào dân tộc thiểu số|dtts|là dtts|là đồng bào dân tộc thiểu số\
         |dân tộc thiểu số và miền núi",
    ),
    (Within, "trong đó|trong đó có|trong số này|trong số đó"),
    (Respectively, "lần lượt|lần lượt là|tương ứng lần lượt"),
    (Supposed, "cứ|nếu|giả sử|ví dụ|chẳng hạn|giả định|thí dụ"),
    (
        Label,
        "số|điều|mục|mẫu|biểu|phụ lục|đợt|hạng|cấp|loại|kỳ|khóa|khoá|trang|hình|ảnh|bảng|chương|phần|bước\
         |chương trình|đề án|nghị quyết|quyết định|thông tư|nghị định|chỉ thị|kế hoạch số|công văn|luật|văn bản số\
         |khu phố|khối|nhóm số|thứ|điện thoại|hotline|đt|quốc lộ|tỉnh lộ|đường|ngõ|lần thứ|online|tel|fax|lượt xem\
         |chuyên đề|bài số|tập|phòng|km số|tổ số|chuẩn mực",
    ),
    (
        Day,
        "ngày|sáng|chiều|tối|trưa|hôm|sáng ngày|chiều ngày|dịp|lễ|kỷ niệm|quốc khánh|trước ngày|từ ngày|đến ngày\
         |đến hết ngày|tết",
    ),
    (Year, "năm|trong năm|vào năm|của năm"),
    (
        End,
        "cuối năm|cuối|đến cuối năm|hết năm|đến hết năm|tính đến cuối năm|đến cuối|kết thúc năm|tính đến hết năm\
         |vào cuối năm",
    ),
    (Start, "đầu năm|đầu|từ đầu năm|ngay từ đầu năm"),
    (Months, "tháng|trong tháng|đến tháng|hết tháng"),
    (Quarter, "quý"),
    (Range, "giai đoạn|nhiệm kỳ|thời kỳ"),
    (Now, "hiện nay|hiện tại|đến nay|thời điểm hiện tại|thời điểm này"),
    (
        Standard,
        "chuẩn nghèo|chuẩn|chuẩn nghèo đa chiều|theo chuẩn|theo chuẩn nghèo|theo chuẩn nghèo đa chiều\
         |chuẩn nghèo tiếp cận đa chiều|theo chuẩn nghèo tiếp cận đa chiều|chuẩn mới|chuẩn cũ",
    ),
    (Before, "năm trước|cùng kỳ|cùng kỳ năm trước|năm ngoái|đầu kỳ|trước đó|đầu nhiệm kỳ"),
    (Whole, "toàn|cả|trong toàn|trên toàn|của toàn"),
    (Ground, "trên địa bàn|địa bàn|trên địa bàn toàn"),
    (Tagged, "huyện nghèo|các huyện nghèo|xã nghèo|các xã nghèo|xã đặc biệt khó khăn|các xã đặc biệt khó khăn"),
    (Region, "vùng|khu vực|miền"),
    (Nation, "cả nước|toàn quốc|bình quân cả nước"),
    (And, "và|cùng|cùng với"),
    (
        Joint,
        "thì|mà|nên|vì|để|như|nhưng|tuy|song|khi|sau|bởi|vì vậy|qua|tức|nghĩa|hay|hoặc|ngay|vẫn|nếu như|thế|so sánh\
         |sau khi|tức là|nhờ|nhất là",
    ),
];

pub(super) const ENGLISH: &[(Sense, &str)] = &[
    (noun(Of::Poor, false), "poor households|poor household"),
    (noun(Of::Poor, true), "number of poor households|total poor households"),
    (noun(Of::NearPoor, false), "near-poor households|near-poor household|near - poor households|near poor households"),
    (noun(Of::Multidimensional, false), "poor and near - poor households|poor and near poor households"),
    (noun(Of::Households, false), "households|household"),
    (noun(Of::Households, true), "total households|number of households|total number of households"),
    (noun(Of::Persons, false), "persons"),
    (
        rate(Of::Poor, false, false),
        "poverty rate|poverty ratio|poor rate|ratio of poor households|poor household rate|poor households rate\
         |rate of poor households",
    ),
    (rate(Of::NearPoor, false, false), "near-poor rate|near - poor rate"),
    (rate(Of::Multidimensional, false, true), "multidimensional poverty rate|multidimensional rate"),
    (rate(Of::Other, false, false), "rate|share"),
    (
        Thing,
        "people|workers|students|projects|communes|districts|villages|loans|jobs|works|houses|homes|pupils|women\
         |children|of the poor",
    ),
    (Total, "out of|out of a total of|total|a total of|in total"),
    (
        Down,
        "down|down by|fell by|falls by|decreased by|decrease of|reduced by|cut by|drop of|fell|dropped|declined\
         |decreased|dropped by|declined by|reduce|falling",
    ),
    (Up, "up by|rose by|increased by|increase of|grew by"),
    (Left, "down to|fell to|decreased to|dropped to|declined to|reduced to|to|stood at|stands at|left"),
    (Is, "is|was|were|are|at|of|had|has|with|reached|reaching"),
    (Take, "accounting for|representing|equal to|equivalent to|or"),
    (From, "from"),
    (Against, "compared with|compared to|against|versus|from the end of"),
    (Plan, "target|targets|plan|planned|aims to|aim|will|expected|goal"),
    (Bound(Qualifier::MoreThan), "more than|over|above"),
    (Bound(Qualifier::AtLeast), "at least|no less than"),
    (Bound(Qualifier::LessThan), "nearly|less than|under|below|almost"),
    (Bound(Qualifier::AtMost), "at most|up to|no more than"),
    (Bound(Qualifier::About), "about|around|approximately|some|roughly"),
    (Money(6), "million|million vnd|million dong|vnd million"),
    (Money(9), "billion|billion vnd|billion dong|vnd billion"),
    (Money(12), "trillion|trillion vnd|trillion dong"),
    (Money(0), "vnd|dong"),
    (Percent, "percent|per cent|pct"),
    (Points(true), "percentage points|percentage point|points|point|% points|pp"),
    (Each, "each|per|average per"),
    (Filler, "the|a|an|still|by the|only|there|now|currently"),
    (
        Does,
        "who|that|which|receiving|received|borrowed|borrow|using|use|without|lacking|benefiting|benefited|joined\
         |escaped|have",
    ),
    (Aids, "helped|help|supported|support|for|lent|loans to|gave|provided|trained"),
    (Minority, "ethnic minority|ethnic - minority"),
    (Within, "of which|of them|including"),
    (Respectively, "respectively"),
    (Supposed, "if|for example|suppose"),
    (Label, "no|number|decision|article|table|programme|program|page|figure|phone|resolution"),
    (Measure, "years|months|days|hours|times|year|month|old|per year"),
    (Year, "in|year|of the year"),
    (End, "end|end of|the end of|end -|by the end of|at the end of|late|end - year|year - end"),
    (Start, "start of|the start of|beginning of|early|the beginning of"),
    (Now, "so far|to date|at present"),
    (Kind(UnitKind::Province), "province"),
    (And, "and"),
];
