//! What the words of a heading say about its column, in Vietnamese or English, with or without marks.

use crate::codec::plain::plain;
use crate::core::field::{At, Field};
use crate::core::measure::Measure;

/// What a column holds, as far as its heading tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Names of units.
    Name,
    /// Running numbers.
    Number,
    /// The column `row` of the results file.
    Key,
    Tags,
    /// Official codes.
    Code,
    /// "Phân tổ": whether the line counts households or persons.
    Facet,
    /// A column under its public name.
    Public(Field),
    /// A figure; its period is told by [`When`].
    Figure(Measure),
    /// A target with what the heading says about bare numbers in it: put before and after them.
    Target(&'static str, &'static str),
    /// A change with falls negative.
    Risen(Measure),
    /// A rate of something that only the neighbouring columns name.
    SomeRate,
    /// A count of households of ethnic minorities.
    Minority(Measure),
    /// Flows, groups, shares: figures that have no place in the table yet.
    Unsupported,
    /// Remarks, sources.
    Remark,
    Nothing,
}

/// When a column's figures were true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// The year at whose end they were.
    pub year: Option<i16>,
    pub at: Option<At>,
}

/// Plain words with one space on either side of each, and `%` as a word.
#[derive(Clone)]
pub struct Words(String);

impl Words {
    pub fn of(text: &str) -> Self {
        let mut out = String::from(" ");
        for c in plain(text).chars() {
            if c.is_alphanumeric() {
                out.push(c);
            } else if c == '%' {
                out.push_str(" % ");
            } else if !out.ends_with(' ') {
                out.push(' ');
            }
        }
        out.push(' ');
        Self(out.replace("  ", " "))
    }

    pub fn text(&self) -> &str {
        self.0.trim()
    }

    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// Whether one of the phrases, cut by `|`, stands in the text as whole words.
    pub fn have(&self, phrases: &str) -> bool {
        // Most phrases are not even a part of a word.
        let stands = |phrase: &str| self.0.contains(phrase) && self.0.contains(&[" ", phrase, " "].concat());
        phrases.split('|').any(stands)
    }

    /// Whether the text is one of the phrases.
    pub fn are(&self, phrases: &str) -> bool {
        phrases.split('|').any(|phrase| self.0.trim() == phrase)
    }

    /// Whether every word is one of the vocabulary.
    fn are_of(&self, vocabulary: &str) -> bool {
        !self.is_empty() && self.0.split_whitespace().all(|word| vocabulary.split(' ').any(|known| known == word))
    }

    fn without_numbers(&self) -> Self {
        let words = self.0.split_whitespace().filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
        Self(words.fold(String::from(" "), |all, word| all + word + " "))
    }

    fn without(&self, phrase: &str) -> Self {
        Self(self.0.replace(&[" ", phrase, " "].concat(), " "))
    }
}

/// A heading of nothing but these is one of names: "Phường/Xã", "Tên đơn vị". A unit's own name has other words.
const UNIT: &str = "don vi ten dia phuong ban huyen xa thi tran tran thon buon ap to dan pho tinh thanh quan vung khu vuc hanh chinh \
                    cac va cap unit units name commune communes ward wards district districts province provinces region \
                    regions village villages place area of the";
/// Of ethnic minorities; the longer ways to say it first.
const MINORITY: &str = "dan toc thieu so|dtts|ethnic minorities|ethnic minority|minorities|minority";
const FLOWS_AND_GROUPS: &str = "dtts|dan toc|thieu so|khmer|kinh|muc song trung binh|mstb|n l nn|nln|nong lam|lam nong|thieu hut|\
                                thoat|thoat ngheo|tai ngheo|tai can ngheo|phat sinh|bo sung|tro thanh|vuot chuan|co cong|\
                                kha nang lao dong|knld|chinh sach|chu ho|khac|implied|recomputed|giai ngan|von|ty trong|co cau|\
                                so voi ke hoach|dat ke hoach|hoan thanh|xep hang|xep loai";
const TARGET: &str = "chi tieu|ke hoach|muc tieu|giao|phan dau|target|targets|plan|planned|goal";
const RATE: &str = "%|ty le|ti le|rate|rates|pct|percent|percentage";
const CHANGE: &str = "giam|tang|bot|chenh lech|thay doi|bien dong|so voi|change|drop|fall|reduction|decrease|down";
const RISEN: &str = "tang|chenh lech|thay doi|bien dong|change";
const POINTS: &str = "diem|points|point";
const NEAR: &str = "can ngheo|hcn|near poor|near";
const PERSONS: &str = "nhan khau|khau|so nguoi|persons|people|population";
const HOUSEHOLDS: &str = "ho|so ho|tong ho|households|household|hh";

/// Words that leave a heading of figures as plain as it is; others may narrow it down ("hộ nghèo có trẻ em").
const COMMON: &str = "tong so ho dan cu gia dinh ngheo can hn hcn nhan khau nguoi luong ty ti le nam dau cuoi ky truoc nay hien \
                      toan tren dia ban thoi diem ra soat tai theo chuan da chieu giai doan ket qua chinh thuc bo tinh den ngay \
                      thang moi c phan tram % muc giam tang bot so voi chi tieu ke hoach giao con lai don vi la trong do \
                      households household hh total number of poor near rate rates pct percent percentage year end persons people \
                      population prev previous now current last this the in at by va and cong points point drop fall reduction down change \
                      target plan multidimensional poverty all";

fn without_minority(words: &Words) -> Words {
    MINORITY.split('|').fold(words.clone(), |words, phrase| words.without(phrase))
}

/// Whether the heading right over a column says no more than what it was taken for.
pub fn is_plain(leaf: &str, said: Said) -> bool {
    let words = Words::of(leaf).without_numbers();
    let words = if matches!(said, Said::Minority(_)) { without_minority(&words) } else { words };
    words.is_empty() || words.are_of(COMMON)
}

/// Reads a heading, its levels from the top down.
pub fn read(levels: &[&str]) -> (Said, When) {
    let Some(last) = levels.last() else { return (Said::Nothing, When::default()) };
    let key = last.trim().to_ascii_lowercase();
    if key == "row" {
        return (Said::Key, When::default());
    }
    if let Some(field) = Field::from_key(&key) {
        return (Said::Public(field), When::default());
    }
    let words: Vec<Words> = levels.iter().rev().map(|level| Words::of(level)).collect();
    (said(&words), when(&words))
}

fn said(levels: &[Words]) -> Said {
    let Some(leaf) = levels.first() else { return Said::Nothing };
    let any = |phrases: &str| levels.iter().any(|level| level.have(phrases));
    if leaf.are("tt|stt|so tt|no|so thu tu") {
        return Said::Number;
    }
    if leaf.are("tag|tags|nhan|nhom|the|doi tuong|phan loai|loai xa") {
        return Said::Tags;
    }
    if leaf.are("ma|ma so|ma dvhc|ma don vi|ma don vi hanh chinh|ma xa|ma huyen|ma hc|code|unit code|gso code") {
        return Said::Code;
    }
    if leaf.are("phan to") {
        return Said::Facet;
    }
    if leaf.are("ghi chu|nguon|nguon so lieu|source|note|notes|remark|remarks|provenance|comment|comments") {
        return Said::Remark;
    }
    if any(MINORITY) {
        let others: Vec<Words> = levels.iter().map(without_minority).collect();
        // A rate may be of the group's own households or a share of all the poor: that is asked, not guessed.
        return match said(&others) {
            Said::Figure(measure @ (Measure::Households | Measure::PoorHouseholds | Measure::NearPoorHouseholds)) => {
                Said::Minority(measure)
            }
            _ => Said::Unsupported,
        };
    }
    if any(FLOWS_AND_GROUPS) {
        return Said::Unsupported;
    }
    // The nearest level that names a population names it; "giảm nghèo" names the work, not the poor.
    let named = levels.iter().map(|level| level.without("giam ngheo")).find_map(|level| subject(&level));
    let persons = levels.iter().find_map(|level| match (level.have(PERSONS), level.have(HOUSEHOLDS)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        _ => None,
    });
    let rate =
        levels.iter().find_map(|level| match (level.have(RATE), level.have("so ho|ho|khau|so luong|households")) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            _ => None,
        });
    let rate = rate == Some(true);
    if any(TARGET) {
        let down = levels.iter().any(|level| level.without("giam ngheo").have(CHANGE));
        let left = any("con|con lai|left|remaining");
        return match (rate || any(POINTS), (down || any(POINTS)) && !left) {
            (true, true) => Said::Target("giảm ", " điểm"),
            (true, false) => Said::Target("còn ", " %"),
            (false, true) => Said::Target("giảm ", " hộ"),
            (false, false) if left || named.is_some() || any(HOUSEHOLDS) => Said::Target("còn ", " hộ"),
            (false, false) => Said::Target("", ""),
        };
    }
    let changes = match named {
        // "Kết quả giảm nghèo / Số hộ nghèo" is a count.
        Some(_) => levels.iter().any(|level| level.without("giam ngheo").have(CHANGE)),
        None => any(CHANGE),
    };
    if changes {
        let measure = if rate || any(POINTS) { Measure::DropPoints } else { Measure::DropHouseholds };
        return match named {
            None | Some(Subject::Poor) if persons != Some(true) => {
                if any(RISEN) {
                    Said::Risen(measure)
                } else {
                    Said::Figure(measure)
                }
            }
            _ => Said::Unsupported,
        };
    }
    let persons = persons == Some(true);
    match (named, rate, persons) {
        (Some(Subject::Poor), true, false) => Said::Figure(Measure::PoorRate),
        (Some(Subject::Near), true, false) => Said::Figure(Measure::NearPoorRate),
        (Some(Subject::Both | Subject::Multidimensional), true, false) => Said::Figure(Measure::MultidimensionalRate),
        // Said of the column itself: "rà soát hộ nghèo, hộ cận nghèo" over a table names its subject, not its figures.
        (Some(Subject::Both), false, false) if subject(leaf) == Some(Subject::Both) => {
            Said::Figure(Measure::PoorAndNearPoor)
        }
        (None | Some(Subject::All), true, false) => Said::SomeRate,
        (Some(Subject::Poor), false, false) => Said::Figure(Measure::PoorHouseholds),
        (Some(Subject::Near), false, false) => Said::Figure(Measure::NearPoorHouseholds),
        (Some(Subject::Poor), false, true) => Said::Figure(Measure::PoorPersons),
        (None | Some(Subject::All), false, true) => Said::Figure(Measure::Persons),
        (Some(Subject::Both | Subject::Multidimensional | Subject::Near), false, _) | (_, true, true) => {
            Said::Unsupported
        }
        // "Số hộ sử dụng nước sạch" is not the number of households.
        (None | Some(Subject::All), false, false) if any(HOUSEHOLDS) && leaf.without_numbers().are_of(COMMON) => {
            Said::Figure(Measure::Households)
        }
        (Some(Subject::All), false, false) => Said::Nothing,
        (None, false, false) if leaf.are_of(UNIT) => Said::Name,
        (None, false, false) => Said::Nothing,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    All,
    Poor,
    Near,
    /// Poor and near-poor together, by name.
    Both,
    /// "Nghèo đa chiều": the same, but of counts often said of the poor alone.
    Multidimensional,
}

fn subject(level: &Words) -> Option<Subject> {
    let near = level.have(NEAR);
    let poor = level.without("can ngheo").without("near poor").have("ngheo|hn|poor");
    if near && poor {
        Some(Subject::Both)
    } else if level.have("da chieu|multidimensional|multi") {
        Some(Subject::Multidimensional)
    } else if near {
        Some(Subject::Near)
    } else if poor {
        Some(Subject::Poor)
    } else if level.have("tong so ho|tong ho|ho dan|ho dan cu|dan cu|total households") {
        Some(Subject::All)
    } else {
        None
    }
}

fn when(levels: &[Words]) -> When {
    let year = levels.iter().find_map(|level| {
        let year = year_of(level)?;
        // The start of a year is the end of the one before.
        Some(if level.have("dau nam|dau ky") { year - 1 } else { year })
    });
    let at = levels.iter().find_map(|level| {
        if level.have("dau ky|dau nam|ky truoc|nam truoc|truoc|prev|previous|opening|last year|before") {
            Some(At::Prev)
        } else if level.have("cuoi ky|cuoi nam|ky nay|nam nay|hien nay|nay|now|current|closing|this year") {
            Some(At::Now)
        } else {
            None
        }
    });
    When { year, at }
}

/// The only year named; two in a row are a period ("giai đoạn 2021–2025") and name none.
fn year_of(level: &Words) -> Option<i16> {
    let mut found = None;
    let mut last_was_year = false;
    for word in level.0.split_whitespace() {
        let year = as_year(word);
        if year.is_some() {
            found = if last_was_year { None } else { year };
        }
        last_was_year = year.is_some();
    }
    found
}

/// A number that can only be a year, or that heads a column of one.
pub fn as_year(text: &str) -> Option<i16> {
    let year: i16 = text.trim().parse().ok()?;
    (text.trim().len() == 4 && (1990..=2100).contains(&year)).then_some(year)
}

/// Whether a text reads like a heading.
pub fn is_heading(text: &str) -> bool {
    let (said, when) = read(&[text]);
    said != Said::Nothing || when != When::default()
}
