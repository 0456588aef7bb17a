//! Moments of the clock in words.

use crate::i18n::Text;
use crate::platform::page;
use crate::ui::app::App;

/// "hôm nay 14:05", "hôm qua 9:30", "22/11/2026 14:05"; `time` in milliseconds since 1970.
pub fn moment(app: App, time: u64) -> String {
    let page::Moment { year, month, day, hour, minute, days_ago } = page::moment(time);
    let zero = |number: u32| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    let clock = [&hour.to_string(), ":", &zero(minute)].concat();
    match days_ago {
        0 => app.tf(Text::MomentToday, &[("time", &clock)]),
        1 => app.tf(Text::MomentYesterday, &[("time", &clock)]),
        _ => [&day.to_string(), "/", &month.to_string(), "/", &year.to_string(), " ", &clock].concat(),
    }
}
