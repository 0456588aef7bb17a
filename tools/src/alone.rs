//! The template of the page that carries the whole program and a table (`alone/page.html`). The browser writes the parts
//! and the table into it; everything that the content-security policy needs to know is settled here.

use crate::{
    assets::{self, Asset},
    html,
};
use serde_json::json;
use std::{fs, path::Path, process::Command};

/// Only the scripts and the style of the template itself; nothing is fetched from anywhere.
const POLICY: &str = "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; style-src {style}; \
    img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'";

/// What stands before the start script in the page, and the glue as [`write_glue`] leaves it.
pub const START: &str = "alone/start.js";
pub const GLUE: &str = "alone/glue.js";
/// The template's own path.
pub const PAGE: &str = "alone/page.html";

/// What the template is made of.
pub struct Ingredients<'a> {
    /// The page as Trunk left it.
    pub page: &'a str,
    pub style: &'a Asset,
    /// The start script with its list of files.
    pub boot: &'a [u8],
    /// The parts that the page carries: needed for the start, and later.
    pub needed: &'a [&'a Asset],
    pub later: &'a [&'a Asset],
}

/// Writes the template into `dir` and takes away what is now inside it.
pub fn write(dir: &Path, of: &Ingredients) -> Result<(), String> {
    let read = |name: &str| fs::read_to_string(dir.join(name)).map_err(|why| format!("{name}: {why}"));
    let text = template(of, &read(START)?, &read(GLUE)?)?;
    for name in [START, GLUE] {
        fs::remove_file(dir.join(name)).map_err(|why| format!("{name}: {why}"))?;
    }
    fs::write(dir.join(PAGE), text).map_err(|why| format!("{PAGE}: {why}"))
}

/// Writes the glue into `dir` as a script that needs no address of its own: `giamngheoGlue` has what the module exports.
pub fn write_glue(dir: &Path, glue: &str) -> Result<(), String> {
    let mut esbuild = Command::new("esbuild");
    esbuild.args(["--bundle", "--format=iife", "--global-name=giamngheoGlue", "--minify", "--target=es2021"]);
    esbuild.args(["--charset=utf8", "--log-level=error", &["--outfile=", GLUE].concat(), glue]).current_dir(dir);
    match esbuild.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("esbuild failed, see above".into()),
        Err(why) => Err(format!("esbuild: {why}")),
    }
}

fn template(of: &Ingredients, start: &str, glue: &str) -> Result<String, String> {
    let boot = String::from_utf8_lossy(of.boot);
    // Only a file with an address can be imported; the glue stands in the page.
    const IMPORT: &str = "import(";
    if boot.matches(IMPORT).count() != 1 {
        return Err(format!("boot.js does not contain {IMPORT} exactly once"));
    }
    let boot = boot.replace(IMPORT, "(()=>giamngheoGlue)(");
    let boot = format!("giamngheoAlone.ready.then(()=>{{{}}});", boot.trim_end());
    let style = String::from_utf8_lossy(&of.style.bytes);
    let scripts = [start, glue, &boot];
    for text in scripts.iter().chain([&&*style]) {
        let lower = text.to_lowercase();
        if lower.contains("</script") || lower.contains("</style") || lower.contains("<!--") {
            return Err("a script or style cannot stand inside a page".into());
        }
    }
    let hash = |text: &str| format!("'{}'", assets::integrity(text.as_bytes()));
    let hashes: Vec<String> = scripts.iter().map(|text| hash(text)).collect();
    let policy = POLICY.replace("{scripts}", &hashes.join(" ")).replace("{style}", &hash(&style));
    let list =
        |assets: &[&Asset]| assets.iter().map(|asset| json!([asset.path, asset.integrity()])).collect::<Vec<_>>();
    let parts = json!({ "needed": list(of.needed), "later": list(of.later) });
    let shell = shell(of.page)?;
    Ok(format!(
        "<!doctype html>\n<html lang=\"vi\" translate=\"no\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>Giảm Nghèo</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>{style}</style>\n</head>\n<body>\n{shell}\n\
         <script type=\"application/json\" id=\"alone-parts\">{parts}</script>\n<!--parts--><!--table-->\
         <script>{start}</script>\n<script>{glue}</script>\n<script>{boot}</script>\n</body>\n</html>\n"
    ))
}

/// What is painted before the program runs.
fn shell(page: &str) -> Result<&str, String> {
    let tag = html::tags(page, "main").into_iter().next().ok_or("the page has no <main>")?;
    let rest = &page[tag.range.start..];
    let end = rest.find("</main>").ok_or("the page's <main> does not end")?;
    Ok(&rest[..end + "</main>".len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(path: &str, text: &str) -> Asset {
        Asset { path: path.into(), bytes: text.as_bytes().into() }
    }

    #[test]
    fn the_policy_names_every_script_and_no_other() {
        let (style, wasm) = (asset("s.css", "a{}"), asset("w.wasm", "w"));
        let page = "<body><main id=shell>Đang mở</main></body>";
        let boot = b"const x=import(a);\n";
        let of = Ingredients { page, style: &style, boot, needed: &[&wasm], later: &[] };
        let text = template(&of, "start()", "var giamngheoGlue={}").unwrap();
        let policy = html::tags(&text, "meta")[1].attribute("content").unwrap().to_owned();
        for script in
            ["start()", "var giamngheoGlue={}", "giamngheoAlone.ready.then(()=>{const x=(()=>giamngheoGlue)(a);});"]
        {
            assert!(text.contains(&format!("<script>{script}</script>")), "{text}");
            assert!(policy.contains(&assets::integrity(script.as_bytes())), "{policy}");
        }
        assert!(policy.contains(&assets::integrity(b"a{}")) && !policy.contains("unsafe-inline"));
        assert!(text.contains("Đang mở") && text.contains(&assets::integrity(b"w")));
        let twice = Ingredients { boot: b"import(a);import(b)", ..of };
        assert!(template(&twice, "", "").unwrap_err().contains("import("));
        let closing = Ingredients { boot: b"import('</script>')", ..twice };
        assert!(template(&closing, "", "").is_err());
    }
}
