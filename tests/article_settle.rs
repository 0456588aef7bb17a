//! From proposals to facts of a workbook, and through the second program.

use giam_ngheo::codec::article::{
    Certainty, Check, Context, Kind, Of, PeriodTo, PlaceTo, Proposal, Reading, Statement, TooLong, read, settle,
};
use giam_ngheo::codec::desk::{ArticleRequest, Request, answer, read_answer, write_request};
use giam_ngheo::codec::limits::MAX_ARTICLE;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::fact::{Fact, Figure, Qualifier, Reading as Read, Source};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::Date;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::workbook::Workbook;

fn proposals(text: &str, workbook: &Workbook) -> Vec<Proposal> {
    let names: Vec<&str> = workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    read(text, &Context { names: &names, area: &workbook.heading.area })
}

fn settled(text: &str, workbook: &Workbook) -> Vec<Statement> {
    let all = proposals(text, workbook);
    all.iter().filter_map(|proposal| settle(proposal, proposal.reading, workbook)).collect()
}

fn published(reading: Read) -> Fact {
    Fact { source: Source::Published, ..Fact::new(reading) }
}

fn unit(workbook: &Workbook, name: &str) -> PlaceTo {
    let found = workbook.units().iter().find(|unit| unit.name == name).expect("a unit of the sample");
    PlaceTo::Known(Place::Unit(found.id))
}

#[test]
fn statements_find_their_cells() {
    let workbook = sample();
    let [before, now] = [workbook.periods()[0].id, workbook.periods()[1].id];
    let text = "Ba Bể cuối 2023: hộ nghèo 3.212, tỷ lệ 26,60%\nCuối năm 2022, toàn tỉnh có 20.281 hộ nghèo";
    let all = settled(text, &workbook);
    let count = |n| published(Read::Figure(Figure::whole(n)));
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].place, unit(&workbook, "Ba Bể"));
    assert_eq!(all[0].period, PeriodTo::Known(now));
    assert_eq!(all[0].facts, [(Measure::PoorHouseholds, count(3212))]);
    // "26,60" keeps its precision.
    let rate = published(Read::Figure(Figure::decimal(2660, 2)));
    assert_eq!(all[1].facts, [(Measure::PoorRate, rate)]);
    assert_eq!((&all[2].place, all[2].period), (&PlaceTo::Known(Place::Area), PeriodTo::Known(before)));
    assert_eq!(all[2].facts, [(Measure::PoorHouseholds, count(20_281))]);
}

#[test]
fn what_is_not_there_yet_is_made_by_one_edit_that_can_be_taken_back() {
    let mut workbook = sample();
    let text = "xã Lục Bình 2024: 8,9 %, giảm 4,7";
    let all = settled(text, &workbook);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].place, PlaceTo::New("xã Lục Bình".into()));
    assert_eq!(all[0].period, PeriodTo::New(Date::year_end(2024)));
    assert_eq!(all[1].facts, [(Measure::DropPoints, published(Read::Figure(Figure::decimal(47, 1))))]);

    let (untouched, units) = (workbook.clone(), workbook.units().len());
    let inverse = all[0].edit(&workbook).expect("place and time are known").apply(&mut workbook);
    assert_eq!(workbook.units().len(), units + 1);
    assert_eq!(workbook.periods().len(), 3);
    // The second statement of the line finds what the first has made.
    let again = settled(text, &workbook);
    assert!(matches!(again[1].place, PlaceTo::Known(Place::Unit(_))) && matches!(again[1].period, PeriodTo::Known(_)));
    inverse.apply(&mut workbook);
    assert_eq!(workbook, untouched);
}

#[test]
fn poor_and_near_poor_together_have_a_cell_of_their_own() {
    let workbook = sample();
    let all = settled("Cuối năm 2023, toàn tỉnh có 24.500 hộ nghèo và hộ cận nghèo.", &workbook);
    let fact = published(Read::Figure(Figure::whole(24_500)));
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].facts, [(Measure::PoorAndNearPoor, fact)]);
}

#[test]
fn targets_fractions_and_tags() {
    let workbook = sample();
    let text = "Kế hoạch năm 2023: phấn đấu tỷ lệ hộ nghèo toàn tỉnh còn 22,31%, các huyện nghèo giảm 4-5%.\n\
                Năm 2022, thành phố Bắc Kạn có 285/12.239 hộ nghèo.";
    let all = settled(text, &workbook);
    let target = |target| published(Read::Target(target));
    assert_eq!(all[0].place, PlaceTo::Known(Place::Area));
    assert_eq!(all[0].facts, [(Measure::Target, target(Target::RateLeft { most: 2231 }))]);
    let tag = workbook.tags().iter().find(|tag| tag.name == "huyện nghèo").expect("a tag of the sample");
    assert_eq!(all[1].place, PlaceTo::Known(Place::Tag(tag.id)));
    assert_eq!(all[1].facts, [(Measure::Target, target(Target::PointsDown { least: 400, most: 500 }))]);
    let measures: Vec<Measure> = all[2].facts.iter().map(|(measure, _)| *measure).collect();
    assert_eq!(measures, [Measure::PoorHouseholds, Measure::Households]);
    // The city, not the province of its name.
    assert!(matches!(all[2].place, PlaceTo::Known(Place::Unit(_))), "{:?}", all[2].place);
}

#[test]
fn what_has_no_cell_states_nothing() {
    let workbook = sample();
    let text = "Tỷ lệ giải ngân đạt 41% kế hoạch với 128 tỷ đồng; 37 công trình; 596 hộ nghèo vay vốn; \
                tỷ lệ hộ nghèo dân tộc thiểu số còn 24,4%. Năm 2023 hộ nghèo cả nước 815.101 hộ.";
    for proposal in proposals(text, &workbook) {
        let statement = settle(&proposal, proposal.reading, &workbook);
        let figure = &text[proposal.span.start..proposal.span.end];
        assert_eq!(statement.is_some(), figure == "815.101", "{figure}: {statement:?}");
    }
}

#[test]
fn the_user_may_take_the_other_reading() {
    let workbook = sample();
    let text = "Năm 2023 tỷ lệ hộ nghèo toàn tỉnh giảm 2,46%";
    let all = proposals(text, &workbook);
    let points = Reading { kind: Kind::Points, of: Of::Poor };
    let relative = Reading { kind: Kind::Relative, of: Of::Poor };
    assert_eq!(
        (all[0].reading, all[0].others.as_slice(), all[0].certainty),
        (points, [relative].as_slice(), Certainty::Likely)
    );
    assert!(settle(&all[0], points, &workbook).is_some());
    assert_eq!(settle(&all[0], relative, &workbook), None);
}

/// 24,71 − 22,25 is 2,46 points and 10 percent: where both rates are printed, one reading is left.
#[test]
fn both_rates_decide_between_points_and_percent() {
    let decided = |text: &str| {
        let all = read(text, &Context::default());
        let change = all.iter().find(|p| matches!(p.reading.kind, Kind::Points | Kind::Relative)).expect("a change");
        (change.reading.kind, change.certainty, change.check, change.others.len())
    };
    let points = decided("Tỷ lệ hộ nghèo giảm từ 24,71% năm 2022 xuống còn 22,25% năm 2023, giảm 2,46%.");
    assert_eq!(points, (Kind::Points, Certainty::Certain, Check::Fits, 0));
    let relative = decided("Tỷ lệ hộ nghèo giảm từ 25% năm 2022 xuống còn 20% năm 2023, giảm 20%.");
    assert_eq!(relative, (Kind::Relative, Certainty::Certain, Check::Fits, 0));
    let neither = decided("Tỷ lệ hộ nghèo giảm từ 25% năm 2022 xuống còn 20% năm 2023, giảm 7%.");
    assert_eq!((neither.1, neither.2), (Certainty::Likely, Check::None));
}

#[test]
fn figures_of_a_sentence_check_each_other() {
    let all = read("Toàn tỉnh có 18.305 hộ nghèo trong tổng số 82.263 hộ, chiếm 22,25%.", &Context::default());
    assert_eq!((all[2].check, all[2].certainty), (Check::Fits, Certainty::Certain));
    let all = read("Toàn tỉnh có 18.305 hộ nghèo trong tổng số 82.263 hộ, chiếm 22,52%.", &Context::default());
    assert_eq!((all[2].check, all[2].certainty), (Check::Off(2225), Certainty::Likely));
    let all = read("Có 106/108 xã (98,1%) và 67/108 xã (26,2%) đạt chuẩn.", &Context::default());
    let fits: Vec<bool> = all.iter().map(|fraction| fraction.percent.expect("a percentage").fits).collect();
    assert_eq!(fits, [true, false]);
}

#[test]
fn parts_are_added_up() {
    let sum = |text: &str| {
        let all = read(text, &Context::default());
        all[0].sum.clone().map(|sum| (sum.parts, sum.gap, sum.decimals))
    };
    let whole = "Được giao 269.703,467 triệu đồng, trong đó vốn đầu tư 153.528 triệu đồng, vốn sự nghiệp 116.175,467 triệu đồng.";
    assert_eq!(sum(whole), Some((vec![1, 2], 0, 3)));
    let slip = whole.replace("116.175", "116.157");
    assert_eq!(sum(&slip), Some((vec![1, 2], 18_000, 3)));
    assert_eq!(sum("Giao 100 tỷ đồng, đã chi 20 tỷ đồng, còn 30 tỷ đồng."), None);
    let works =
        "37 công trình được đầu tư, trong đó 14 công trình mới, 23 công trình chuyển tiếp, 28 công trình duy tu.";
    assert_eq!(sum(works), Some((vec![1, 2], 0, 0)));
}

#[test]
fn money_is_exact_and_qualifiers_stay() {
    let all = read("Chi gần 128 tỷ đồng, hơn 19,6 tỷ, 269.703,467 triệu đồng, 500.000 đồng.", &Context::default());
    let dong: Vec<Option<i64>> = all.iter().map(Proposal::dong).collect();
    let expected = [128_000_000_000, 19_600_000_000, 269_703_467_000, 500_000];
    assert_eq!(dong, expected.map(Some));
    assert_eq!(all[0].first.qualifier, Qualifier::LessThan);
    assert_eq!(all[1].first.qualifier, Qualifier::MoreThan);
}

fn ask(text: &str) -> Option<Result<Vec<Proposal>, TooLong>> {
    let names = vec!["Ba Bể", "Na Rì"];
    read_answer(&answer(&write_request(&Request::Article(ArticleRequest { text, names, area: "tỉnh Bắc Kạn" }))))
}

#[test]
fn proposals_cross_whole() {
    let text = "Cuối năm 2023, Ba Bể có 285/12.239 hộ nghèo (2,33%), giảm từ 24,71% xuống 22,25%, giảm 2,46% so với năm 2022. \
                Kế hoạch giảm 4-5 điểm % hoặc còn 18.311 hộ; ít nhất 35%, tối đa 5 xã, 9 tỷ đồng gồm 4 tỷ đồng và 5 tỷ đồng.";
    let context = Context { names: &["Ba Bể", "Na Rì"], area: "tỉnh Bắc Kạn" };
    let here = read(text, &context);
    assert!(here.len() > 8 && here.iter().any(|p| p.sum.is_some()) && here.iter().any(|p| p.target.is_some()));
    assert_eq!(ask(text), Some(Ok(here)));
    assert_eq!(ask(""), Some(Ok(Vec::new())));
}

#[test]
fn a_text_too_long_is_refused() {
    let text = "a".repeat(MAX_ARTICLE + 1);
    assert_eq!(ask(&text), Some(Err(TooLong { bytes: MAX_ARTICLE + 1 })));
    assert_eq!(ask(&text[1..]), Some(Ok(Vec::new())));
}
