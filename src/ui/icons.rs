//! The icons, drawn on a field of 20 × 20 with a stroke in the colour of the text. Always beside a word, or on a button
//! that says its name, so they are left out of what is read aloud. The marks of verdicts in the table are in
//! `style/base.css`, since the cells are painted as text.

use super::dom::{El, svg};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Add,
    Back,
    Blank,
    Brand,
    Caution,
    Check,
    Close,
    Columns,
    Compare,
    Conflict,
    Copies,
    Copy,
    Down,
    File,
    Filter,
    Forward,
    Info,
    Lock,
    Met,
    Missed,
    Moon,
    More,
    Offline,
    Paste,
    Present,
    Print,
    Range,
    Redo,
    Share,
    Sun,
    Table,
    Undo,
}

/// Shapes with a filled body: 16 × 16, in the colour of the text, with the sign cut out.
const fn is_filled(icon: Icon) -> bool {
    matches!(icon, Icon::Brand | Icon::Caution | Icon::Conflict | Icon::Met | Icon::Missed | Icon::More)
}

const fn path(icon: Icon) -> &'static str {
    match icon {
        Icon::Add => "M10 4v12M4 10h12",
        Icon::Back => "m12 5-5 5 5 5",
        Icon::Blank => "M4 4h12v12H4ZM4 8h12M8 4v12",
        Icon::Brand => "M2 2h3.4v12H2ZM6.3 6h3.4v8H6.3ZM10.6 10H14v4h-3.4Z",
        Icon::Caution => "M8 1.2 15.4 14.6H.6ZM7.1 6v4.4h1.8V6ZM7.1 11.5v1.7h1.8v-1.7Z",
        Icon::Check => "m4.5 10.5 3.5 3.5 7.5-8",
        Icon::Close => "m5 5 10 10M15 5 5 15",
        Icon::Columns => "M3 4h14v12H3ZM8 4v12M12.5 4v12",
        Icon::Conflict => {
            "M3.2.8h9.6a2.4 2.4 0 0 1 2.4 2.4v9.6a2.4 2.4 0 0 1-2.4 2.4H3.2A2.4 2.4 0 0 1 .8 12.8V3.2A2.4 2.4 0 0 1 3.2.8ZM4 5.2v1.6h4.2L7.1 8.9H4v1.6h2.3l-.9 1.8 1.4.7 1.3-2.5H12V8.9H8.9L10 6.8h2V5.2h-1.2l.9-1.7-1.4-.7L9 5.2Z"
        }
        Icon::Compare => "M3 6h11m0 0-3-3m3 3-3 3M17 14H6m0 0 3-3m-3 3 3 3",
        Icon::Copies => "M3 4h9v9H3ZM8 16h9V7M12 7h5",
        Icon::Copy => {
            "M7 7.5a1 1 0 0 1 1-1h7.5a1 1 0 0 1 1 1v8.5a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1ZM4.5 13h-.5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v.5"
        }
        Icon::Down => "m6 8 4 4 4-4",
        Icon::File => "M5 2.8h6.2L15.5 7v9.2a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V3.8a1 1 0 0 1 .5-1ZM11 3v4.2h4.4",
        Icon::Filter => "M3.5 5.5h13M6 10h8M8.5 14.5h3",
        Icon::Forward => "m8 5 5 5-5 5",
        Icon::Info => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-7.5V14m0-7.6v.1",
        Icon::Lock => "M5 9h10v8H5ZM7 9V6.5a3 3 0 0 1 6 0V9",
        Icon::Met => "M8 .5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15ZM12 6.3 7 11.9 3.9 8.8 5.2 7.5 7 9.3l3.7-4.2Z",
        Icon::Missed => {
            "M3.2.8h9.6a2.4 2.4 0 0 1 2.4 2.4v9.6a2.4 2.4 0 0 1-2.4 2.4H3.2A2.4 2.4 0 0 1 .8 12.8V3.2A2.4 2.4 0 0 1 3.2.8ZM4.6 5.8 6.8 8 4.6 10.2l1.2 1.2L8 9.2l2.2 2.2 1.2-1.2L9.2 8l2.2-2.2-1.2-1.2L8 6.8 5.8 4.6Z"
        }
        Icon::Moon => "M16.5 11.6A7 7 0 1 1 8.4 3.5a5.6 5.6 0 0 0 8.1 8.1Z",
        Icon::More => {
            "M2 8a1.4 1.4 0 1 0 2.8 0A1.4 1.4 0 1 0 2 8ZM6.6 8a1.4 1.4 0 1 0 2.8 0A1.4 1.4 0 1 0 6.6 8ZM11.2 8a1.4 1.4 0 1 0 2.8 0A1.4 1.4 0 1 0 11.2 8Z"
        }
        Icon::Offline => {
            "M3 3l14 14M5.2 11.3A7 7 0 0 1 8 9.6m4 .1a7 7 0 0 1 2.8 1.6M2.6 8.2A11 11 0 0 1 5.4 6.3m3-.9a11 11 0 0 1 9 2.8M10 15.2h.01"
        }
        Icon::Paste => {
            "M7 4H5a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V5a1 1 0 0 0-1-1h-2M7 3h6v3H7ZM7 10h6M7 13h4"
        }
        Icon::Present => "M2.5 4h15M4 4v8.5h12V4M10 12.5V15m0 0-3 2.5m3-2.5 3 2.5",
        Icon::Print => {
            "M5.5 7V3h9v4M5.5 14H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-1.5M5.5 11.5h9V17h-9Z"
        }
        Icon::Range => "M2.5 5v10M17.5 5v10M4 10h12M7 7l-3 3 3 3M13 7l3 3-3 3",
        Icon::Redo => "m12.5 4 4 4-4 4M16.2 8H8.5a4.2 4.2 0 0 0 0 8.4H12",
        Icon::Share => "M10 12.5V3m0 0L6.5 6.5M10 3l3.5 3.5M4 10.5V16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1v-5.5",
        Icon::Sun => {
            "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1"
        }
        Icon::Table => "M3 4.5h14v11H3ZM3 8.2h14M3 11.8h14M8 4.5v11",
        Icon::Undo => "M7.5 4 3.5 8l4 4M3.8 8h7.7a4.2 4.2 0 0 1 0 8.4H8",
    }
}

/// An icon beside its word.
pub fn icon(icon: Icon) -> El {
    let (class, field) = if is_filled(icon) { ("icon filled", "0 0 16 16") } else { ("icon", "0 0 20 20") };
    svg("svg", class)
        .attr("viewBox", field)
        .attr("aria-hidden", "true")
        .child(svg("path", "").attr("fill-rule", "evenodd").attr("d", path(icon)))
}
