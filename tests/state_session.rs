//! A session as a person lives it: typing, taking back, undoing – on the sample, whose results are published figures.

use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::unit::{Place, UnitId};
use giam_ngheo::state::session::{Session, clean_name};
use giam_ngheo::state::view::{self, Filter, Options, Row, RowKind, Sort};

fn open() -> Session {
    Session::new(sample())
}

fn unit(session: &Session, name: &str) -> Place {
    let found = session.workbook().units().iter().find(|unit| unit.name == name);
    Place::Unit(found.map_or(UnitId(u32::MAX), |unit| unit.id))
}

fn rate(session: &Session, place: Place) -> Option<i64> {
    session.solution().value(place, Field::RateNow).single()
}

#[test]
fn a_draft_counts_at_once_and_escape_takes_it_back() {
    let mut session = open();
    let (before, place) = (session.workbook().clone(), unit(&session, "Ba Bể"));
    for text in ["3", "35", "350", "3500"] {
        session.type_text(place, Field::PoorNow, text, Style::Vi);
    }
    assert_eq!(rate(&session, place), Some(2899), "3500 of 12075");
    assert_eq!(
        session.draft().map(|draft| draft.committed.as_str()),
        Some("3.212"),
        "the cell keeps its committed text"
    );
    session.cancel_draft();
    assert_eq!(*session.workbook(), before);
    assert_eq!(rate(&session, place), Some(2660));
    assert!(!session.history().can_undo(), "a draft that was dropped is no step");
}

#[test]
fn typing_is_one_step_however_many_keys() {
    let mut session = open();
    let (before, place) = (session.workbook().clone(), unit(&session, "Ba Bể"));
    for text in ["3", "31", "310", "3100"] {
        session.type_text(place, Field::PoorNow, text, Style::Vi);
    }
    assert!(session.commit_draft());
    let after = session.workbook().clone();
    assert!(session.undo().is_some());
    assert_eq!(*session.workbook(), before);
    assert!(session.redo().is_some());
    assert_eq!(*session.workbook(), after);
    assert!(session.undo().is_some() && session.undo().is_none());
}

#[test]
fn leaving_a_cell_as_it_was_is_no_step() {
    let mut session = open();
    let place = unit(&session, "TP Bắc Kạn");
    let text = session.typed_text(place, Field::HouseholdsPrev, Style::Vi);
    assert_eq!(text, "12.239");
    session.type_text(place, Field::HouseholdsPrev, &text, Style::Vi);
    assert!(!session.commit_draft());
}

#[test]
fn unreadable_text_stays_as_typed_and_is_not_used() {
    let mut session = open();
    let place = unit(&session, "Ba Bể");
    session.type_text(place, Field::PoorNow, "12,O75", Style::Vi);
    session.commit_draft();
    assert_eq!(session.typed_text(place, Field::PoorNow, Style::Vi), "12,O75");
    assert_eq!(session.solution().value(place, Field::PoorNow).state, State::Invalid);
    assert_eq!(
        session.solution().value(Place::Area, Field::RateNow).state,
        State::Unknown,
        "a sum with a hole is no total"
    );
    assert!(session.findings().iter().any(|finding| finding.place == place && finding.field == Some(Field::PoorNow)));
    session.undo();
    assert_eq!(rate(&session, Place::Area), Some(2195));
}

#[test]
fn going_to_another_cell_keeps_the_draft() {
    let mut session = open();
    let (ba_be, na_ri) = (unit(&session, "Ba Bể"), unit(&session, "Na Rì"));
    session.type_text(ba_be, Field::PoorNow, "3200", Style::Vi);
    session.type_text(na_ri, Field::PoorNow, "2400", Style::Vi);
    assert_eq!(session.typed_text(ba_be, Field::PoorNow, Style::Vi), "3.200");
    session.cancel_draft();
    assert_eq!(session.typed_text(na_ri, Field::PoorNow, Style::Vi), "2.478");
}

#[test]
fn names_are_one_clean_line() {
    assert_eq!(clean_name("  Xã\tCổ \n Linh\u{7} "), "Xã Cổ Linh");
    assert_eq!(clean_name("<script>alert(1)</script>"), "<script>alert(1)</script>", "kept as text, shown as text");
    assert_eq!(clean_name(&"ă".repeat(500)).chars().count(), 120);
}

fn shown(session: &Session, options: &Options) -> Vec<String> {
    let rows: Vec<Row> = view::rows(session.workbook(), session.solution(), options);
    rows.iter().filter(|row| row.kind == RowKind::Unit).map(|row| session.name(row.place).to_owned()).collect()
}

#[test]
fn rows_are_found_filtered_and_sorted() {
    let session = open();
    let find = |text: &str| shown(&session, &Options { find: text.into(), ..Options::default() });
    assert_eq!(find("pac nam"), ["Pác Nặm"], "without marks");
    assert_eq!(find("CHỢ"), ["Chợ Đồn", "Chợ Mới"]);
    assert!(find("zz").is_empty());
    let missed = shown(&session, &Options { filter: Filter::Missed, ..Options::default() });
    assert_eq!(missed, ["Ba Bể", "Ngân Sơn", "Pác Nặm"]);
    let sort =
        |field, descending| shown(&session, &Options { sort: Some(Sort { field, descending }), ..Options::default() });
    assert_eq!(sort(Field::RateNow, true).first().map(String::as_str), Some("Pác Nặm"));
    assert_eq!(sort(Field::RateNow, false).first().map(String::as_str), Some("TP Bắc Kạn"));
    assert_eq!(
        sort(Field::Unit, false),
        ["Ba Bể", "Bạch Thông", "Chợ Đồn", "Chợ Mới", "Na Rì", "Ngân Sơn", "Pác Nặm", "TP Bắc Kạn"],
        "Vietnamese order: a before ạ"
    );
}

#[test]
fn what_was_inferred_is_told() {
    let mut session = open();
    let place = unit(&session, "Pác Nặm");
    assert!(session.inferred(Field::ALL).is_empty(), "quotients of counts are no inference");
    session.type_text(place, Field::HouseholdsNow, "", Style::Vi);
    session.type_text(place, Field::RateNow, "49,26", Style::Vi);
    session.commit_draft();
    assert_eq!(session.inferred(Field::ALL), [(place, Field::HouseholdsNow)]);
    let households = session.solution().value(place, Field::HouseholdsNow);
    assert_eq!((households.lo, households.hi), (7655, 7656), "3771 of 49,26 %");
    assert_eq!(rate(&session, Place::Area), Some(2195), "both ends of the range give 21,95");
    // What a total leaves for a unit is inferred as well.
    let mut session = open();
    session.type_text(place, Field::PoorNow, "", Style::Vi);
    session.type_text(Place::Area, Field::PoorNow, "18067", Style::Vi);
    session.commit_draft();
    assert_eq!(session.inferred(Field::ALL), [(place, Field::PoorNow)]);
}

#[test]
fn an_empty_workbook_is_a_session_too() {
    let session = Session::new(Default::default());
    let rows = view::rows(session.workbook(), session.solution(), &Options::default());
    assert_eq!(rows.iter().map(|row| row.kind).collect::<Vec<_>>(), [RowKind::Total]);
}

#[test]
fn columns_of_movements_and_groups_come_with_their_figures() {
    let mut session = open();
    let columns = |session: &Session, options: &Options| -> Vec<Field> {
        let columns = view::columns(options, session.workbook(), session.span());
        columns.iter().map(|column| column.field).collect()
    };
    let plain = columns(&session, &Options::default());
    assert!(!plain.iter().any(|field| field.is_flow()) && !plain.contains(&Field::MinorityPoorNow));
    // Who wants to type them has them before.
    let wanted = columns(&session, &Options { movements: Some(true), minority: Some(true), ..Options::default() });
    assert!(wanted.contains(&Field::PoorNew) && wanted.contains(&Field::NearNew));
    assert!(wanted.contains(&Field::MinorityHouseholdsPrev) && !wanted.contains(&Field::PoorPersonsNew));

    let place = unit(&session, "Ba Bể");
    for (field, text) in [(Field::PoorNew, "25"), (Field::MinorityPoorNow, "3000")] {
        session.type_text(place, field, text, Style::Vi);
        session.commit_draft();
    }
    let shown = columns(&session, &Options::default());
    for field in [Field::PoorStart, Field::PoorNew, Field::MinorityPoorNow, Field::MinorityRateNow] {
        assert!(shown.contains(&field), "{}", field.key());
    }
    assert!(!shown.contains(&Field::NearNew), "a form without figures");
    // Hidden, until something in them is gone to.
    let mut options = Options { movements: Some(false), minority: Some(false), ..Options::default() };
    assert_eq!(columns(&session, &options), plain);
    options.show(Field::PoorNew);
    options.show(Field::MinorityPoorNow);
    assert_eq!(columns(&session, &options), shown);
    // A step back takes figures and columns away.
    session.undo();
    session.undo();
    assert_eq!(columns(&session, &Options::default()), plain);
}
