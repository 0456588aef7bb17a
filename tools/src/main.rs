//! `site post-build` (called by Trunk), `site sizes DIR`, `site serve DIR PORT`.

use site::{
    assets, desk, post_build,
    program::{self, Purpose},
    server::Server,
    sizes,
};
use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words[..] {
        ["post-build"] => finish(),
        ["sizes", dir] => weigh(Path::new(dir)),
        ["serve", dir, port] => serve(Path::new(dir), port),
        _ => Err("usage: site post-build | sizes DIR | serve DIR PORT".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn finish() -> Result<(), String> {
    let dir = env::var_os("TRUNK_STAGING_DIR").ok_or("TRUNK_STAGING_DIR is not set: Trunk runs this step")?;
    let purpose = if env::var_os("RECORD_FIRST_LOAD").is_some() { Purpose::Record } else { Purpose::Publish };
    desk::build(Path::new(&dir))?;
    program::finish(Path::new(&dir), purpose)?;
    let version = post_build::finish(Path::new(&dir))?;
    println!("version {version}");
    if purpose == Purpose::Record {
        return Ok(());
    }
    weigh(Path::new(&dir))
}

fn weigh(dir: &Path) -> Result<(), String> {
    let files = assets::read(dir).map_err(|why| format!("{}: {why}", dir.display()))?;
    let weights = sizes::weigh(&files);
    print!("{}", sizes::table(&weights));
    // A trial of something heavier says so; `./dev test` and a published build use the real limit.
    let limit = match env::var("FIRST_LOAD_LIMIT") {
        Ok(text) => text.parse().map_err(|_| format!("FIRST_LOAD_LIMIT is not a number of bytes: {text}"))?,
        Err(_) => sizes::FIRST_LOAD_LIMIT,
    };
    sizes::gate(&weights, limit)
}

fn serve(dir: &Path, port: &str) -> Result<(), String> {
    let port = port.parse().map_err(|_| format!("{port} is not a port number"))?;
    let server =
        Server::start(dir, port).map_err(|why| format!("cannot serve {} on port {port}: {why}", dir.display()))?;
    println!("Giảm Nghèo: {}   (Ctrl+C to stop)", server.url());
    server.wait();
    Ok(())
}
