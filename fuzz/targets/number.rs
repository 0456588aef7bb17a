//! Any text as a figure or target of any measure, in both styles: an answer, never a panic; what was read, written out and
//! read again is the same.
#![no_main]

use giam_ngheo::codec::number::{Style, confirmed, fact_text, make_fact};
use giam_ngheo::core::fact::Reading;
use giam_ngheo::core::measure::Measure;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for style in [Style::Vi, Style::En] {
        for measure in Measure::ALL {
            let Some(fact) = make_fact(text, measure, style) else { continue };
            let sure = confirmed(&fact);
            if let Reading::Figure(figure) = sure.reading
                && sure.text.is_none()
            {
                let again = make_fact(&fact_text(&sure, style), measure, style).expect("not blank");
                let Reading::Figure(read) = confirmed(&again).reading else { panic!("{text}: {again:?}") };
                assert_eq!(
                    (read.mantissa, read.decimals, read.qualifier),
                    (figure.mantissa, figure.decimals, figure.qualifier)
                );
            }
        }
    }
});
