//! A table of any size with seven figures per unit, and what the page must show of it: computed here, by none of the
//! code under test.

use serde_json::{Value, json};

pub struct Table {
    households: [Vec<i64>; 2],
    poor: [Vec<i64>; 2],
    near_poor: [Vec<i64>; 2],
    target: Vec<i64>,
}

impl Table {
    /// The same figures in every run.
    pub fn new(units: usize) -> Table {
        let mut seed = 12_345_u64;
        let mut random = |below: i64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) as i64) % below
        };
        let (mut households, mut poor, mut near_poor) = ([vec![], vec![]], [vec![], vec![]], [vec![], vec![]]);
        let mut target = Vec::new();
        for _ in 0..units {
            let (all, some, near) = (3_000 + random(4_000), 100 + random(700), 80 + random(500));
            households[0].push(all);
            households[1].push(all + random(60));
            poor[0].push(some);
            poor[1].push(some - random(90));
            near_poor[0].push(near);
            near_poor[1].push(near - random(40));
            target.push(some - random(80));
        }
        Table { households, poor, near_poor, target }
    }

    pub fn units(&self) -> usize {
        self.target.len()
    }

    /// A workbook file (docs/file-format.md).
    pub fn file(&self) -> String {
        let period = |id: usize| {
            let date = ["2022-12-31", "2023-12-31"][id];
            json!({ "id": id, "date": date, "status": "official", "standard": "2022-2025", "note": "" })
        };
        let series = |period: usize, measure: &str, cells: &[i64]| json!({ "period": period, "measure": measure, "units": cells });
        let mut facts: Vec<Value> = Vec::new();
        for at in [0, 1] {
            facts.push(series(at, "households", &self.households[at]));
            facts.push(series(at, "poor", &self.poor[at]));
            facts.push(series(at, "near_poor", &self.near_poor[at]));
        }
        let targets: Vec<String> = self.target.iter().map(|most| format!("left {most}")).collect();
        facts.push(json!({ "period": 1, "measure": "target", "units": targets }));
        let names: Vec<String> = (1..=self.units()).map(|number| format!("Xã Thanh Bình {number}")).collect();
        json!({
            "format": "giamngheo", "version": 1, "title": "Bench", "area": "Toàn vùng", "level": "xã", "author": "",
            "periods": [period(0), period(1)], "tags": [], "units": { "name": names }, "facts": facts,
            "next": [self.units(), 0, 2],
        })
        .to_string()
    }

    /// The same as a CSV file with Vietnamese headings.
    pub fn csv(&self) -> String {
        let mut out = String::from(
            "Xã,Tổng số hộ 2022,Hộ nghèo 2022,Hộ cận nghèo 2022,Tổng số hộ 2023,Hộ nghèo 2023,Hộ cận nghèo 2023,\
             Chỉ tiêu số hộ nghèo còn lại\n",
        );
        for unit in 0..self.units() {
            out.push_str(&format!("Xã Thanh Bình {}", unit + 1));
            for at in [0, 1] {
                for counts in [&self.households, &self.poor, &self.near_poor] {
                    out.push_str(&format!(",{}", counts[at][unit]));
                }
            }
            out.push_str(&format!(",{}\n", self.target[unit]));
        }
        out
    }

    /// Types a count of poor households of the later period.
    pub fn set_poor(&mut self, unit: usize, count: i64) {
        self.poor[1][unit] = count;
    }

    /// Selectors and the texts they must have, in Vietnamese, after something was typed into the row of a unit.
    pub fn outputs(&self, unit: usize) -> Vec<(String, String)> {
        let sum = |counts: &[i64]| counts.iter().sum::<i64>();
        let (poor, households) = (sum(&self.poor[1]), sum(&self.households[1]));
        let drop = sum(&self.poor[0]) - poor;
        let own_drop = self.poor[0][unit] - self.poor[1][unit];
        let left = self.target[unit] - self.poor[1][unit];
        let rate = percent(poor, households);
        vec![
            (cell(unit, "rate_now"), percent(self.poor[1][unit], self.households[1][unit])),
            (cell(unit, "drop_households"), signed(own_drop)),
            (cell(unit, "gap_households"), margin(left)),
            (cell("total", "poor_now"), grouped(poor)),
            (cell("total", "rate_now"), rate.clone()),
            (cell("total", "drop_households"), signed(drop)),
            (metric("rate_now"), rate),
            (metric("poor_now"), grouped(poor)),
            (metric("drop_households"), grouped(drop.abs())),
        ]
    }

    /// What the cell itself shows once the text is kept.
    pub fn kept(&self, unit: usize) -> (String, String) {
        (poor_cell(unit), grouped(self.poor[1][unit]))
    }
}

/// The cell that is typed into.
pub fn poor_cell(unit: usize) -> String {
    cell(unit, "poor_now")
}

fn cell(row: impl std::fmt::Display, column: &str) -> String {
    format!("[role='gridcell'][data-row='{row}'][data-col='{column}']")
}

fn metric(key: &str) -> String {
    format!(".headline [data-metric='{key}']")
}

/// Points between groups of three digits.
fn grouped(count: i64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

fn signed(count: i64) -> String {
    if count < 0 { format!("\u{2212}{}", grouped(-count)) } else { grouped(count) }
}

fn margin(count: i64) -> String {
    if count > 0 { format!("+{}", grouped(count)) } else { signed(count) }
}

/// A share in percent with two decimals, halves rounded up.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = (20_000 * part + whole) / (2 * whole);
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}
