//! Measured times and the line that sums them up.

/// Milliseconds, in the order they were measured.
#[derive(Default)]
pub struct Sample(Vec<f64>);

impl Sample {
    pub fn add(&mut self, milliseconds: f64) {
        self.0.push(milliseconds);
    }

    /// n, minimum, median, p95, maximum; with a goal for the p95 whether it was kept.
    pub fn print(&self, name: &str, goal: Option<f64>) {
        if self.0.is_empty() {
            return println!("{name:<50} n=0");
        }
        let mut times = self.0.clone();
        times.sort_by(f64::total_cmp);
        // The nearest rank: the least time that this share of all runs did not exceed.
        let at = |share: f64| {
            let rank = (times.len() as f64 * share).ceil().max(1.0) as usize;
            times.get(rank - 1).copied().unwrap_or(f64::NAN)
        };
        let (least, median, p95, most) = (at(0.0), at(0.5), at(0.95), at(1.0));
        let verdict = match goal {
            Some(goal) if p95 <= goal => format!("  p95 goal {goal} ms: kept"),
            Some(goal) => format!("  p95 goal {goal} ms: MISSED"),
            None => String::new(),
        };
        println!(
            "{name:<50} n={:<4} min {least:7.1}  median {median:7.1}  p95 {p95:7.1}  max {most:7.1} ms{verdict}",
            times.len()
        );
    }
}
