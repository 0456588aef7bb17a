//! What properties of random tables share.
#![allow(dead_code)]

use giam_ngheo::core::fact::FactKey;
use giam_ngheo::core::solve::problem::Problem;
use proptest::prelude::ProptestConfig;

/// So many random cases; where tests are not optimised, one in `part` of them, unless `LONG` is set.
pub fn cases(all: u32, part: u32) -> ProptestConfig {
    let long = !cfg!(debug_assertions) || std::env::var_os("LONG").is_some();
    ProptestConfig {
        cases: if long { all } else { all / part },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Whether these facts cannot all be true.
pub fn contradict(problem: &mut Problem, facts: &[FactKey]) -> bool {
    let numbers: Vec<u32> = facts.iter().filter_map(|key| problem.number(*key)).collect();
    assert_eq!(numbers.len(), facts.len());
    problem.clash(&numbers, &[]).is_some()
}
