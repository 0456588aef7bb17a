//! A careful squeezer for our own scripts: it drops indentation, empty lines and lines that are only a
//! comment. It never looks inside a line, so it cannot change what a script does, as long as no text
//! runs over several lines (checked: a backquote in the script is refused).

/// The script without comments on lines of their own; `Err` says why it cannot be done safely.
pub fn squeeze(script: &str) -> Result<String, String> {
    if script.contains('`') {
        return Err("a text in backquotes may run over several lines".into());
    }
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if line.starts_with("/*") {
            if line.find("*/").is_some_and(|end| end + 2 < line.len()) {
                return Err(format!("code after a comment: {line}"));
            }
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    if in_comment {
        return Err("a comment does not end".into());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_line_comments_and_indentation_go() {
        let script = "/** what\n * it does\n */\nif (a) {\n\n  // why\n  b = 'x // y'; // kept\n}\n";
        assert_eq!(squeeze(script).unwrap(), "if (a) {\nb = 'x // y'; // kept\n}\n");
    }

    #[test]
    fn what_could_change_the_meaning_is_refused() {
        assert!(squeeze("x = `\n  // text\n`").is_err());
        assert!(squeeze("/* a */ b()").is_err());
        assert!(squeeze("/* a").is_err());
    }
}
