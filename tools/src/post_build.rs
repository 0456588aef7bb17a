//! Finishing a build, before Trunk moves it to `dist/`:
//! one style sheet, the start script with the fingerprints of what it loads, the content-security policy
//! in the page and in `_headers`, and the service worker with its list of files.

use crate::{
    alone,
    assets::{self, Asset},
    html::{self, Tag},
};
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

/// What the page may do. `frame-ancestors` is added in `_headers` only: browsers refuse it in a page.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'";

/// Where a script receives its list of files.
const PLACEHOLDER: &str = "__BUILD__";

const PAGE: &str = "index.html";
const BOOT: &str = "boot.js";
const WORKER: &str = "sw.js";

/// Finishes the files in `dir`. Returns the version, the same for the same input files.
/// `Err` is one sentence saying what is missing or wrong.
pub fn finish(dir: &Path) -> Result<String, String> {
    let files = read(dir)?;
    let version = assets::version(&files);
    let (glue, wasm) = application(&files)?;
    check_glue(glue)?;

    let mut page = text(&files, PAGE)?;
    let style = join_styles(dir, &mut page)?;
    // A page that carries everything has its own copy of the start script, which knows no such page.
    let kept: Vec<Asset> =
        files.iter().filter(|file| ![alone::START, alone::GLUE].contains(&&*file.path)).cloned().collect();
    let alone = boot_script(&kept, glue, wasm, &version)?;
    let (needed, later): (Vec<&Asset>, Vec<&Asset>) = carried(&kept).partition(|file| !file.is_lazy() || is_desk(file));
    let ingredients = alone::Ingredients { page: &page, style: &style, boot: &alone, needed: &needed, later: &later };
    alone::write(dir, &ingredients)?;
    let with_template = read(dir)?;
    let boot = Asset { bytes: boot_script(&with_template, glue, wasm, &version)?, path: String::new() };
    let boot = Asset { path: format!("boot-{}.js", assets::short_hash(&boot.bytes, 16)), ..boot };
    let page = finish_page(&page, &boot, &style, glue)?;

    remove(dir, BOOT)?;
    write(dir, &boot.path, &boot.bytes)?;
    write(dir, PAGE, page.as_bytes())?;
    write(dir, "_headers", headers().as_bytes())?;
    // Last, because it names everything else.
    let script = worker_script(&read(dir)?, &text(&files, WORKER)?, &version)?;
    write(dir, WORKER, &script)?;
    Ok(version)
}

/// What a page that carries everything has inside, besides what stands in its template.
fn carried(files: &[Asset]) -> impl Iterator<Item = &Asset> {
    let is_part = |file: &&Asset| file.path.ends_with(".wasm") || file.is_lazy();
    files.iter().filter(is_part).filter(|file| !file.path.starts_with("icons/"))
}

fn is_desk(file: &Asset) -> bool {
    file.path.starts_with("desk-")
}

/// The script and the wasm of the application, `giam-ngheo-<hash>.js` and `…_bg.wasm`.
fn application(files: &[Asset]) -> Result<(&Asset, &Asset), String> {
    let wasm = assets::only(files, "giam-ngheo-", "_bg.wasm")?;
    Ok((assets::only(files, "giam-ngheo-", ".js")?, wasm))
}

/// The policy forbids making code from text, so the glue must not try.
fn check_glue(glue: &Asset) -> Result<(), String> {
    let script = String::from_utf8_lossy(&glue.bytes);
    for forbidden in ["new Function(", "eval("] {
        if script.contains(forbidden) {
            return Err(format!("{} contains {forbidden}", glue.path));
        }
    }
    Ok(())
}

/// Puts all style sheets of the page, in their order, into one file; takes their tags out of the page.
fn join_styles(dir: &Path, page: &mut String) -> Result<Asset, String> {
    let mut bytes = Vec::new();
    let mut cuts = Vec::new();
    for tag in html::tags(page, "link") {
        if tag.attribute("rel") != Some("stylesheet") {
            continue;
        }
        let path = tag.attribute("href").unwrap_or("").trim_start_matches("./");
        let sheet = fs::read(dir.join(path)).map_err(|why| format!("{path}: {why}"))?;
        bytes.extend_from_slice(&sheet);
        remove(dir, path)?;
        cuts.push((tag.range, String::new()));
    }
    if cuts.is_empty() {
        return Err("the page names no style sheet".into());
    }
    *page = html::replace(page, &cuts);
    let path = format!("style-{}.css", assets::short_hash(&bytes, 16));
    write(dir, &path, &bytes)?;
    Ok(Asset { path, bytes })
}

fn boot_script(files: &[Asset], glue: &Asset, wasm: &Asset, version: &str) -> Result<Vec<u8>, String> {
    let rest = assets::only(files, assets::SOON, ".wasm")?;
    let build = json!({
        "version": version,
        "glue": glue.path,
        "glueIntegrity": glue.integrity(),
        "wasm": wasm.path,
        "wasmIntegrity": wasm.integrity(),
        "rest": rest.path,
        "restIntegrity": rest.integrity(),
        "restSum": sum(&rest.bytes),
        "desk": assets::only(files, "desk-", ".wasm")?.path,
        "lazy": fingerprints(files.iter().filter(|file| file.is_lazy())),
    });
    fill(BOOT, &text(files, BOOT)?, &build)
}

/// FNV-1a, which `boot.js` knows too.
fn sum(bytes: &[u8]) -> i32 {
    bytes.iter().fold(-2_128_831_035, |sum, byte| (sum ^ i32::from(*byte)).wrapping_mul(16_777_619))
}

fn worker_script(files: &[Asset], template: &str, version: &str) -> Result<Vec<u8>, String> {
    let build = json!({
        "version": version,
        "core": fingerprints(files.iter().filter(|file| !file.is_lazy() && file.path != WORKER)),
        "lazy": fingerprints(files.iter().filter(|file| file.is_lazy())),
    });
    fill(WORKER, template, &build)
}

/// Address relative to the site's folder → integrity text. The page itself is asked for as the folder.
fn fingerprints<'a>(files: impl Iterator<Item = &'a Asset>) -> Value {
    let mut map = Map::new();
    for file in files {
        let address = if file.path == PAGE { "./" } else { &file.path };
        map.insert(address.to_owned(), file.integrity().into());
    }
    map.into()
}

fn fill(name: &str, template: &str, build: &Value) -> Result<Vec<u8>, String> {
    if template.matches(PLACEHOLDER).count() != 1 {
        return Err(format!("{name} does not contain {PLACEHOLDER} exactly once"));
    }
    Ok(template.replace(PLACEHOLDER, &build.to_string()).into_bytes())
}

fn finish_page(page: &str, boot: &Asset, style: &Asset, glue: &Asset) -> Result<String, String> {
    let mut changes = Vec::new();
    let charset = html::tags(page, "meta")
        .into_iter()
        .find(|tag| tag.attribute("charset").is_some())
        .ok_or("the page has no <meta charset>")?;
    let keep = &page[charset.range.clone()];
    changes.push((
        charset.range.clone(),
        format!("{keep}<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"),
    ));

    let is_boot = |tag: &Tag| tag.attribute("src").map(|src| src.trim_start_matches("./")) == Some(BOOT);
    let script = html::tags(page, "script").into_iter().find(is_boot).ok_or("the page does not load boot.js")?;
    let integrity = Asset::integrity;
    // The module tag checks the glue; the start script does so again, for engines that import it in spite of that.
    changes.push((
        script.range,
        format!(
            "<link rel=\"stylesheet\" href=\"./{}\" integrity=\"{}\">\
             <script type=\"module\" src=\"./{}\" integrity=\"{}\"></script>\
             <script src=\"./{}\" integrity=\"{}\">",
            style.path,
            integrity(style),
            glue.path,
            integrity(glue),
            boot.path,
            integrity(boot)
        ),
    ));
    // What is left of Trunk's own instructions.
    for tag in html::tags(page, "link") {
        if tag.attribute("data-trunk").is_some() {
            changes.push((tag.range, String::new()));
        }
    }
    changes.sort_by_key(|(range, _)| range.start);
    Ok(html::replace(page, &changes))
}

/// Headers in the form that Netlify, Cloudflare Pages and others read.
fn headers() -> String {
    format!(
        "/*\n  Content-Security-Policy: {POLICY}; frame-ancestors 'none'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  \
         Cross-Origin-Opener-Policy: same-origin\n  Cache-Control: no-cache\n"
    )
}

fn read(dir: &Path) -> Result<Vec<Asset>, String> {
    assets::read(dir).map_err(|why| format!("{}: {why}", dir.display()))
}

fn find<'a>(files: &'a [Asset], path: &str) -> Result<&'a Asset, String> {
    files.iter().find(|file| file.path == path).ok_or(format!("{path} is missing"))
}

fn text(files: &[Asset], path: &str) -> Result<String, String> {
    String::from_utf8(find(files, path)?.bytes.clone()).map_err(|why| format!("{path}: {why}"))
}

fn write(dir: &Path, path: &str, bytes: &[u8]) -> Result<(), String> {
    fs::write(dir.join(path), bytes).map_err(|why| format!("{path}: {why}"))
}

fn remove(dir: &Path, path: &str) -> Result<(), String> {
    fs::remove_file(dir.join(path)).map_err(|why| format!("{path}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// A build as Trunk leaves it, minified.
    fn staging(name: &str, glue: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("post-build-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("units")).unwrap();
        fs::create_dir_all(dir.join("alone")).unwrap();
        let page = "<!doctype html><html lang=vi><head><meta charset=utf-8>\
            <script src=./boot.js></script><link rel=stylesheet href=./a-1.css integrity=x>\
            <link rel=stylesheet href=./b-2.css><link data-trunk rel=rust data-bin=giam-ngheo>\
            </head><body><main>Đang mở…</main></body></html>";
        for (path, text) in [
            ("index.html", page),
            ("a-1.css", "a{}"),
            ("b-2.css", "b{}"),
            ("giam-ngheo-0a1b.js", glue),
            ("giam-ngheo-0a1b_bg.wasm", "wasm"),
            ("rest-0a1b.wasm", "rest"),
            ("desk-0a1b.wasm", "desk"),
            ("units/now.bin", "units"),
            ("boot.js", "const BUILD = __BUILD__;import(x)\n"),
            ("alone/start.js", "start()"),
            ("alone/glue.js", "glue()"),
            ("sw.js", "const BUILD = __BUILD__;\n"),
        ] {
            fs::write(dir.join(path), text).unwrap();
        }
        dir
    }

    fn build_object(script: &str) -> Value {
        let json = script.strip_prefix("const BUILD = ").and_then(|rest| rest.split_once(";")).map(|(json, _)| json);
        serde_json::from_str(json.expect(script)).unwrap()
    }

    #[test]
    fn every_file_of_the_first_load_is_named_with_its_fingerprint() {
        let dir = staging("whole", "export default init");
        let version = finish(&dir).unwrap();
        let files = assets::read(&dir).unwrap();
        let worker = build_object(&text(&files, "sw.js").unwrap());
        assert_eq!(worker["version"], version.as_str());
        for file in files.iter().filter(|file| file.path != "sw.js") {
            let list = if file.is_lazy() { "lazy" } else { "core" };
            let name = if file.path == PAGE { "./" } else { &file.path };
            assert_eq!(worker[list][name], file.integrity().as_str(), "{name}");
        }
        assert_eq!(worker["core"].as_object().unwrap().len(), 6);

        let boot = files.iter().find(|file| file.path.starts_with("boot-")).unwrap();
        let start = build_object(std::str::from_utf8(&boot.bytes).unwrap());
        assert_eq!(start["glue"], "giam-ngheo-0a1b.js");
        assert_eq!(start["wasmIntegrity"], assets::integrity(b"wasm").as_str());
        assert_eq!(start["rest"], "rest-0a1b.wasm");
        assert_eq!(start["restIntegrity"], assets::integrity(b"rest").as_str());
        // FNV-1a of "rest", as a signed number.
        assert_eq!(start["restSum"], -356_696_681);
        assert_eq!(start["desk"], "desk-0a1b.wasm");
        assert_eq!(start["lazy"]["desk-0a1b.wasm"], assets::integrity(b"desk").as_str());
        let alone = text(&files, "alone/page.html").unwrap();
        assert_eq!(start["lazy"]["alone/page.html"], assets::integrity(alone.as_bytes()).as_str());
        assert!(alone.contains(&assets::integrity(b"rest")) && !files.iter().any(|file| file.path == "alone/start.js"));
        assert_eq!(start["lazy"]["units/now.bin"], assets::integrity(b"units").as_str());

        let page = text(&files, PAGE).unwrap();
        let style = html::tags(&page, "link");
        assert_eq!(style.len(), 1, "{page}");
        assert_eq!(style[0].attribute("integrity"), Some(assets::integrity(b"a{}b{}").as_str()));
        let scripts = html::tags(&page, "script");
        assert_eq!(scripts[0].attribute("src"), Some("./giam-ngheo-0a1b.js"));
        assert_eq!(scripts[1].attribute("integrity"), Some(boot.integrity().as_str()));
        let policy = html::tags(&page, "meta")[1].attribute("content").unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && !policy.contains("frame-ancestors"));
        let headers = fs::read_to_string(dir.join("_headers")).unwrap();
        assert!(headers.contains(&policy) && headers.contains("frame-ancestors 'none'"));
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn the_version_is_the_same_for_the_same_files_only() {
        let one = staging("same-1", "export default init");
        let two = staging("same-2", "export default init");
        let three = staging("same-3", "export default init2");
        let version = finish(&one).unwrap();
        assert_eq!(version, finish(&two).unwrap());
        assert_ne!(version, finish(&three).unwrap());
        for dir in [one, two, three] {
            fs::remove_dir_all(dir).unwrap();
        }
    }

    #[test]
    fn a_build_that_cannot_be_finished_says_what_is_wrong() {
        let dir = staging("glue", "return new Function(x)");
        assert!(finish(&dir).unwrap_err().contains("new Function("));
        fs::write(dir.join("giam-ngheo-0a1b.js"), "").unwrap();
        fs::write(dir.join("boot.js"), "const BUILD = 1;").unwrap();
        assert!(finish(&dir).unwrap_err().contains(PLACEHOLDER));
        fs::remove_file(dir.join("giam-ngheo-0a1b_bg.wasm")).unwrap();
        assert!(finish(&dir).unwrap_err().contains("_bg.wasm"));
        fs::remove_dir_all(dir).unwrap();
    }
}
