//! Computes the formulas of a sheet as a spreadsheet does: just the functions that this program writes, from scratch and
//! without its arithmetic.
#![allow(dead_code)]

use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Blank,
    Number(f64),
    Text(String),
    Bool(bool),
    Error,
}

/// Cells by their address.
#[derive(Default)]
pub struct Sheet {
    pub values: HashMap<(u32, u32), Value>,
    pub formulas: HashMap<(u32, u32), String>,
}

impl Sheet {
    /// What the cell shows, computed from the constants.
    pub fn value(&self, at: (u32, u32)) -> Value {
        match self.formulas.get(&at) {
            Some(code) => {
                let mut parser = Parser { sheet: self, rest: code };
                let value = parser.comparison();
                assert!(parser.rest.is_empty(), "{code}: left over {}", parser.rest);
                value
            }
            None => self.values.get(&at).cloned().unwrap_or(Value::Blank),
        }
    }
}

struct Parser<'a> {
    sheet: &'a Sheet,
    rest: &'a str,
}

/// Half away from zero on the 15 digits that a spreadsheet keeps.
fn round(number: f64, decimals: i32) -> f64 {
    let shown: f64 = format!("{:.14e}", number * 10_f64.powi(decimals)).parse().unwrap();
    shown.round() / 10_f64.powi(decimals)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Blank => Some(0.0),
        Value::Bool(truth) => Some(f64::from(*truth)),
        _ => None,
    }
}

fn arithmetic(a: &Value, b: &Value, work: impl Fn(f64, f64) -> f64) -> Value {
    match (number(a), number(b)) {
        (Some(a), Some(b)) if work(a, b).is_finite() => Value::Number(work(a, b)),
        _ => Value::Error,
    }
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn comparison(&mut self) -> Value {
        let left = self.sum();
        for operator in [">=", "<=", "<>", ">", "<", "="] {
            if self.eat(operator) {
                let right = self.sum();
                // A text is more than any number.
                let order = match (number(&left), number(&right)) {
                    (Some(a), Some(b)) => a.partial_cmp(&b),
                    (None, Some(_)) => Some(std::cmp::Ordering::Greater),
                    (Some(_), None) => Some(std::cmp::Ordering::Less),
                    // Both branches of an IF are computed here, the one that a spreadsheet never looks at included.
                    (None, None) => None,
                };
                let Some(order) = order else { return Value::Error };
                return Value::Bool(match operator {
                    ">=" => order.is_ge(),
                    "<=" => order.is_le(),
                    "<>" => order.is_ne(),
                    ">" => order.is_gt(),
                    "<" => order.is_lt(),
                    _ => order.is_eq(),
                });
            }
        }
        left
    }

    fn sum(&mut self) -> Value {
        let mut value = self.product();
        loop {
            if self.eat("+") {
                value = arithmetic(&value, &self.product(), |a, b| a + b);
            } else if self.eat("-") {
                value = arithmetic(&value, &self.product(), |a, b| a - b);
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> Value {
        let mut value = self.factor();
        loop {
            if self.eat("*") {
                value = arithmetic(&value, &self.factor(), |a, b| a * b);
            } else if self.eat("/") {
                value = arithmetic(&value, &self.factor(), |a, b| a / b);
            } else {
                return value;
            }
        }
    }

    fn factor(&mut self) -> Value {
        if self.eat("(") {
            let value = self.comparison();
            assert!(self.eat(")"));
            return value;
        }
        if self.eat("-") {
            return arithmetic(&Value::Number(0.0), &self.factor(), |a, b| a - b);
        }
        if self.eat("\"") {
            let mut text = String::new();
            loop {
                let (part, rest) = self.rest.split_once('"').expect("a closed text");
                text.push_str(part);
                self.rest = rest;
                if !self.eat("\"") {
                    return Value::Text(text);
                }
                text.push('"');
            }
        }
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return Value::Number(word.parse().unwrap());
        }
        if self.eat("(") { self.call(word) } else { self.sheet.value(address(word)) }
    }

    /// The cells of the arguments of COUNT and SUM.
    fn cells(&mut self) -> Vec<Value> {
        let mut cells = Vec::new();
        loop {
            let end = self.rest.find([',', ')']).unwrap();
            let (range, rest) = self.rest.split_at(end);
            let (first, last) = range.split_once(':').unwrap_or((range, range));
            let (first, last) = (address(first), address(last));
            assert_eq!(first.1, last.1, "a range within a column");
            cells.extend((first.0..=last.0).map(|row| self.sheet.value((row, first.1))));
            self.rest = &rest[1..];
            if rest.starts_with(')') {
                return cells;
            }
        }
    }

    fn call(&mut self, name: &str) -> Value {
        let numbers = |cells: Vec<Value>| -> Vec<f64> {
            let number = |value| if let Value::Number(number) = value { Some(number) } else { None };
            cells.into_iter().filter_map(number).collect()
        };
        match name {
            "COUNT" => return Value::Number(numbers(self.cells()).len() as f64),
            "SUM" => return Value::Number(numbers(self.cells()).iter().sum()),
            _ => {}
        }
        let mut arguments = vec![self.comparison()];
        while self.eat(",") {
            arguments.push(self.comparison());
        }
        assert!(self.eat(")"), "{name} is closed: {}", self.rest);
        match (name, arguments.as_slice()) {
            ("IF", [Value::Bool(truth), yes, no]) => {
                if *truth {
                    yes.clone()
                } else {
                    no.clone()
                }
            }
            ("IF", [..]) => Value::Error,
            ("ROUND", [value, Value::Number(decimals)]) => {
                number(value).map_or(Value::Error, |value| Value::Number(round(value, *decimals as i32)))
            }
            ("INT", [value]) => number(value).map_or(Value::Error, |value| Value::Number(value.floor())),
            ("AND", all) => Value::Bool(all.iter().all(|value| *value == Value::Bool(true))),
            _ => panic!("{name} of {arguments:?}"),
        }
    }
}

/// Row and column from 0.
pub fn address(text: &str) -> (u32, u32) {
    let digits = text.find(|c: char| c.is_ascii_digit()).expect("a row");
    let (letters, row) = text.split_at(digits);
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    (row.parse::<u32>().unwrap() - 1, column - 1)
}
