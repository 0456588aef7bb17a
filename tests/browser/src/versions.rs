//! Other versions of the built site, for tests of updates: a copy of `dist/` in a folder of its own, changed, and sealed
//! again so that every fingerprint is right – or left broken on purpose.

use serde_json::Value;
use site::assets::{integrity, short_hash};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A copy of the site that a test may change; gone with the test.
pub struct Copy {
    dir: PathBuf,
}

impl Copy {
    /// A copy of `dist/`; `name` tells the copies of one test apart.
    pub fn of_dist(name: &str) -> Copy {
        let dir = std::env::temp_dir().join(format!("giam-ngheo-{name}-{}-{}", std::process::id(), unique()));
        let _ = fs::remove_dir_all(&dir);
        copy_dir(Path::new("dist"), &dir);
        Copy { dir }
    }

    /// An empty folder, such as that of a host with other things.
    pub fn empty(name: &str) -> Copy {
        let dir = std::env::temp_dir().join(format!("giam-ngheo-{name}-{}-{}", std::process::id(), unique()));
        fs::create_dir_all(&dir).unwrap_or_else(|why| panic!("{}: {why}", dir.display()));
        Copy { dir }
    }

    /// Puts the files of another copy into a folder of this one.
    pub fn take_in(&self, folder: &str, other: &Copy) {
        copy_dir(&other.dir, &self.dir.join(folder));
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The one file whose name begins and ends so, by its path in the site.
    pub fn find(&self, start: &str, end: &str) -> String {
        let names = fs::read_dir(&self.dir).unwrap_or_else(|why| panic!("{}: {why}", self.dir.display()));
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| name.starts_with(start) && name.ends_with(end));
        assert_eq!(names.len(), 1, "{start}…{end}: {names:?}");
        names.remove(0)
    }

    /// As [`find`](Self::find), for names with nothing but a fingerprint in between.
    pub fn find_plain(&self, start: &str, end: &str) -> String {
        let names = fs::read_dir(&self.dir).unwrap_or_else(|why| panic!("{}: {why}", self.dir.display()));
        let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let is_plain = |name: &String| {
            let middle = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            middle.is_some_and(|middle| middle.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        let names: Vec<String> = names.filter(is_plain).collect();
        assert_eq!(names.len(), 1, "{start}…{end}: {names:?}");
        names.into_iter().next().unwrap_or_default()
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.dir.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"));
    }

    /// Gives a file another name, also where the worker, the page and the start script name it. Their own fingerprints are
    /// not renewed.
    pub fn rename_everywhere(&self, old: &str, new: &str) {
        fs::rename(self.dir.join(old), self.dir.join(new)).unwrap_or_else(|why| panic!("{old}: {why}"));
        self.write("sw.js", self.read_text("sw.js").replace(old, new));
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.dir.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    fn read_text(&self, path: &str) -> String {
        String::from_utf8(self.read(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.dir.join(path), bytes).unwrap_or_else(|why| panic!("{path}: {why}"));
    }

    /// Changes one byte in the middle of a file, and nothing that knows its fingerprint.
    pub fn spoil(&self, path: &str) {
        let mut bytes = self.read(path);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        self.write(path, bytes);
    }

    /// Leaves half of a file.
    pub fn truncate(&self, path: &str) {
        let bytes = self.read(path);
        self.write(path, &bytes[..bytes.len() / 2]);
    }

    /// Makes a whole new version of the copy: `change` edits the text of the start script, everything that names it follows.
    /// The page says which one it is by `<meta name="version-of-test">`.
    pub fn make_version(&self, version: &str, change: impl Fn(String) -> String) {
        let mut page = self.read_text("index.html");
        let worker = self.read_text("sw.js");
        let at = worker.find("{\"core\"").expect("the worker's list of files");
        let mut list = serde_json::Deserializer::from_str(&worker[at..]).into_iter::<Value>();
        let mut build = list.next().unwrap().unwrap();
        let end = at + list.byte_offset();
        let old = build["version"].as_str().unwrap().to_owned();

        let boot = self.find("boot-", ".js");
        let script = change(self.read_text(&boot).replace(&old, version));
        let name = format!("boot-{}.js", short_hash(script.as_bytes(), 16));
        fs::remove_file(self.dir.join(&boot)).unwrap();
        self.write(&name, &script);
        let old_print = build["core"][&boot].as_str().unwrap().to_owned();
        page = page.replace(&boot, &name).replace(&old_print, &integrity(script.as_bytes()));
        page = page.replacen("<title>", &format!("<meta name=\"version-of-test\" content=\"{version}\"><title>"), 1);
        assert!(page.contains("version-of-test"), "{page}");
        self.write("index.html", &page);

        let core = build["core"].as_object_mut().unwrap();
        core.remove(&boot);
        core.insert(name, integrity(script.as_bytes()).into());
        core.insert("./".into(), integrity(page.as_bytes()).into());
        build["version"] = version.into();
        self.write("sw.js", [&worker[..at], &build.to_string(), &worker[end..]].concat());
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

fn unique() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|why| panic!("{}: {why}", to.display()));
    for entry in fs::read_dir(from).unwrap_or_else(|why| panic!("{}: {why}", from.display())) {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
