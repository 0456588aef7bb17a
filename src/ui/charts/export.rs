//! The chart as a picture of its own: an SVG that needs no style sheet, no font file and no script, with every figure in
//! it as text. Nothing here knows the browser.

use super::lane::{Drawing, LaneData, Mark};
use super::scale::{Axis, Chart};

/// What the picture shows, in words of the language of the moment.
pub struct Picture {
    pub title: String,
    pub subtitle: String,
    pub axis: Axis,
    pub rows: Vec<PictureRow>,
    /// The ticks of the axis, each with its text.
    pub ticks: Vec<(i64, String)>,
    /// What the marks mean: the earlier period, this one, the target.
    pub key: [String; 3],
    /// Under the chart, a line each.
    pub notes: Vec<String>,
}

/// One line of the picture.
pub struct PictureRow {
    pub name: String,
    pub lane: LaneData,
    /// The figures at the end of the line: "24,71 → 21,95".
    pub figures: String,
    /// A subtotal or total.
    pub strong: bool,
    /// Some of its figures are made up.
    pub starred: bool,
}

const WIDTH: i64 = 1000;
/// Where the lanes begin and end.
const LEFT: i64 = 230;
const RIGHT: i64 = 830;
const TOP: i64 = 112;
const ROW: i64 = 30;
const FONT: &str = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

/// The colours of the light theme; on paper and in chats the ground is white.
const INK: &str = "#191B1F";
const SOFT_INK: &str = "#63676E";
const RULE: &str = "#DFDED7";
const LINE: &str = "#B4B4AB";
const PREV: &str = "#85878A";
const MAIN: &str = "#1F4E9E";
const MET: &str = "#006975";
const MISSED: &str = "#B03A0B";
const UNCLEAR: &str = "#C98F00";

/// Longest name shown whole, in characters.
const NAME: usize = 30;

impl Picture {
    /// Its size: width and height.
    pub fn size(&self) -> (i64, i64) {
        let notes = 22 * self.notes.len() as i64;
        (WIDTH, TOP + ROW * self.rows.len() as i64 + 30 + notes)
    }

    /// The text of the SVG.
    pub fn svg(&self) -> String {
        let (width, height) = self.size();
        let mut out = Out(String::new());
        out.raw(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONT}\" font-size=\"14\" fill=\"{INK}\">"
        ));
        out.raw("<title>").text(&self.title).raw("</title>");
        out.raw(&format!("<rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>"));
        out.label(24, 36, " font-size=\"20\" font-weight=\"600\"", &self.title);
        out.label(24, 60, &format!(" fill=\"{SOFT_INK}\""), &self.subtitle);
        self.key(&mut out);
        self.axis(&mut out);
        for (at, row) in (0..).zip(&self.rows) {
            self.row(&mut out, TOP + ROW * at, row);
        }
        let foot = TOP + ROW * self.rows.len() as i64 + 26;
        for (at, note) in (0..).zip(&self.notes) {
            out.label(24, foot + 22 * at, &format!(" fill=\"{SOFT_INK}\" font-size=\"12\""), note);
        }
        out.raw("</svg>");
        out.0
    }

    fn key(&self, out: &mut Out) {
        let [prev, now, target] = &self.key;
        let mut x = LEFT;
        let mut entry = |out: &mut Out, mark: &str, width: i64, words: &str| {
            if !words.is_empty() {
                out.raw(&format!("<g transform=\"translate({x},81)\">{mark}</g>"));
                out.label(x + width, 86, &format!(" fill=\"{SOFT_INK}\" font-size=\"12\""), words);
                x += width + 8 * words.chars().count() as i64 + 18;
            }
        };
        if self.axis.chart == Chart::Rate {
            entry(out, &circle(5, "#FFFFFF", PREV), 14, prev);
        }
        let marks = [&*circle(5, MET, MET), "<rect x=\"13\" y=\"-4\" width=\"8\" height=\"8\" fill=\"", MISSED, "\"/>"];
        entry(out, &marks.concat(), 26, now);
        let notch = format!("<rect y=\"-5\" width=\"2\" height=\"10\" fill=\"{INK}\"/>");
        entry(out, &notch, 8, target);
    }

    fn axis(&self, out: &mut Out) {
        let bottom = TOP + ROW * self.rows.len() as i64;
        for (tick, words) in &self.ticks {
            let x = place(self.axis.position(*tick));
            let (x, top) = (tenths(x), TOP - 4);
            out.raw(&format!("<path d=\"M{x} {top}V{bottom}\" stroke=\"{RULE}\"/>"));
            out.raw(&format!(
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"12\" fill=\"{SOFT_INK}\">",
                TOP - 8
            ));
            out.text(words).raw("</text>");
        }
    }

    fn row(&self, out: &mut Out, top: i64, row: &PictureRow) {
        let middle = top + ROW / 2;
        out.raw(&format!("<path d=\"M24 {0}H{1}\" stroke=\"{RULE}\"/>", top + ROW, WIDTH - 24));
        let weight = if row.strong { " font-weight=\"600\"" } else { "" };
        let mut name: String = row.name.chars().take(NAME).collect();
        if row.name.chars().nth(NAME).is_some() {
            name.push('…');
        }
        if row.starred {
            name.push_str(" *");
        }
        out.label(24, middle + 5, weight, &name);
        out.raw(&format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\"{weight}>", WIDTH - 24, middle + 5));
        out.text(&row.figures).raw("</text>");
        draw(out, row.lane.draw(self.axis), middle);
    }
}

/// A circle of the size of the marks.
fn circle(x: i64, fill: &str, stroke: &str) -> String {
    format!("<circle cx=\"{x}\" r=\"4.2\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.6\"/>")
}

fn draw(out: &mut Out, drawing: Drawing, middle: i64) {
    let mut bar = |span: Option<(i64, i64)>, height: i64, fill: &str, opacity: &str| {
        if let Some((from, to)) = span {
            let (x, width) = (tenths(place(from)), tenths(place(to) - place(from)));
            let y = tenths(10 * middle - 5 * height);
            out.raw(&format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" opacity=\"{opacity}\"/>"
            ));
        }
    };
    let (fill, stroke) = match drawing.mark {
        Mark::Plain => (MAIN, MAIN),
        Mark::Met => (MET, MET),
        Mark::Missed => (MISSED, MISSED),
        Mark::Unclear => ("#FFFFFF", UNCLEAR),
    };
    bar(drawing.line, 3, LINE, "1");
    bar(drawing.prev_range, 7, LINE, "0.55");
    bar(drawing.now_range, 9, stroke, "0.3");
    let mut mark = |position: Option<i64>, shape: &str| {
        if let Some(position) = position {
            out.raw(&format!("<g transform=\"translate({},{middle})\">{shape}</g>", tenths(place(position))));
        }
    };
    mark(drawing.prev, &circle(0, "#FFFFFF", PREV));
    let square = format!("<rect x=\"-4.4\" y=\"-4.4\" width=\"8.8\" height=\"8.8\" rx=\"1\" fill=\"{fill}\"/>");
    mark(drawing.now, &if drawing.mark == Mark::Missed { square } else { circle(0, fill, stroke) });
    mark(drawing.target, &format!("<rect x=\"-1\" y=\"-13\" width=\"2\" height=\"9\" fill=\"{INK}\"/>"));
}

/// Where a position on the axis lies in the picture, in tenths.
const fn place(position: i64) -> i64 {
    10 * LEFT + position * (RIGHT - LEFT) / 1000
}

fn tenths(number: i64) -> String {
    format!("{}.{}", number / 10, number.unsigned_abs() % 10)
}

struct Out(String);

impl Out {
    fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                // No control character may stand in such a text.
                c if c.is_control() => self.0.push(' '),
                c => self.0.push(c),
            }
        }
        self
    }

    fn label(&mut self, x: i64, y: i64, attributes: &str, text: &str) {
        self.raw(&format!("<text x=\"{x}\" y=\"{y}\"{attributes}>")).text(text).raw("</text>");
    }
}
