//! Where a JSON text that begins at a position ends: a strict check in one pass without recursion.

/// Deeper values are not taken for JSON.
const DEPTH_MAX: usize = 512;

/// Finds the ends of JSON texts inside another text, in linear time over all calls.
pub(crate) struct Extents<'t> {
    text: &'t [u8],
    /// How many bytes may still be looked at in vain.
    budget: usize,
}

impl<'t> Extents<'t> {
    /// A finder over `text`.
    pub(crate) fn new(text: &'t [u8]) -> Self {
        Self { text, budget: text.len().saturating_mul(2).saturating_add(4096) }
    }

    /// The end of the JSON object, array or string that begins at `start`, if one does.
    pub(crate) fn end(&mut self, start: usize) -> Option<usize> {
        if self.budget == 0 || !matches!(self.text.get(start), Some(b'{' | b'[' | b'"')) {
            return None;
        }
        let mut check = Check { text: self.text, at: start, open: Vec::new() };
        let end = check.value();
        if end.is_none() {
            let read = check.at - start;
            self.spend(read);
        }
        end
    }

    /// Counts bytes that were looked at in vain: a JSON text of no use to the caller, say.
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.budget = self.budget.saturating_sub(bytes + 1);
    }
}

/// The end of the JSON object, array or string that begins at `start`, if one does.
pub(crate) fn json_end(text: &[u8], start: usize) -> Option<usize> {
    Extents::new(text).end(start)
}

/// What stands on the way from one token to the next.
struct Check<'t> {
    text: &'t [u8],
    at: usize,
    /// For each open value whether it is an object.
    open: Vec<bool>,
}

impl Check<'_> {
    fn value(&mut self) -> Option<usize> {
        loop {
            if !self.opening()? {
                continue;
            }
            loop {
                let Some(&object) = self.open.last() else {
                    return Some(self.at);
                };
                self.space();
                let byte = self.take()?;
                match byte {
                    b',' => break,
                    b'}' if object => self.close(),
                    b']' if !object => self.close(),
                    _ => return None,
                }
            }
            if self.open.last() == Some(&true) {
                self.key()?;
            }
        }
    }

    /// Reads a scalar, an empty container (`true`: a value is complete), or the opening of one
    /// that is not empty (`false`: its first value is to follow).
    fn opening(&mut self) -> Option<bool> {
        self.space();
        match self.take()? {
            b'"' => self.string().map(|()| true),
            open @ (b'{' | b'[') => {
                let object = open == b'{';
                self.open.push(object);
                if self.open.len() > DEPTH_MAX {
                    return None;
                }
                self.space();
                if self.peek()? == if object { b'}' } else { b']' } {
                    self.at += 1;
                    self.close();
                    return Some(true);
                }
                if object {
                    self.key()?;
                }
                Some(false)
            }
            b't' => self.word(b"rue"),
            b'f' => self.word(b"alse"),
            b'n' => self.word(b"ull"),
            b'-' | b'0'..=b'9' => {
                let rest = &self.text[self.at..];
                let number = |b: &u8| !matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
                self.at += rest.iter().position(number).unwrap_or(rest.len());
                Some(true)
            }
            _ => None,
        }
    }

    fn key(&mut self) -> Option<()> {
        self.space();
        (self.take()? == b'"').then_some(())?;
        self.string()?;
        self.space();
        (self.take()? == b':').then_some(())
    }

    /// The rest of a string, its opening quote taken.
    fn string(&mut self) -> Option<()> {
        loop {
            match memchr::memchr3(b'"', b'\\', b'\n', &self.text[self.at..]) {
                Some(n) => self.at += n + 1,
                None => {
                    self.at = self.text.len();
                    return None;
                }
            }
            match self.text[self.at - 1] {
                b'"' => return Some(()),
                b'\\' => self.at = (self.at + 1).min(self.text.len()),
                _ => return None,
            }
        }
    }

    fn word(&mut self, rest: &[u8]) -> Option<bool> {
        self.text[self.at..].starts_with(rest).then_some(())?;
        self.at += rest.len();
        Some(true)
    }

    fn close(&mut self) {
        self.open.pop();
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::json_end;

    fn check(text: &str, expected: Option<&str>) {
        let found = json_end(text.as_bytes(), 0).map(|end| &text[..end]);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ends_of_values() {
        check(r#"{"a":1}x"#, Some(r#"{"a":1}"#));
        check(r#"{"a":[{"}":"\"]"},[]],"b":{}};"#, Some(r#"{"a":[{"}":"\"]"},[]],"b":{}}"#));
        check("[ 1 , -2.5e3 , true,null , \"x\" ] ", Some("[ 1 , -2.5e3 , true,null , \"x\" ]"));
        check(r#""a\\" + b"#, Some(r#""a\\""#));
        check("{}", Some("{}"));
        check("[]", Some("[]"));
        for bad in
            ["{", "[1,]", "{a:1}", "{\"a\"}", "[1}", "{\"a\":undefined}", "\"a\nb\"", "1", ""]
        {
            check(bad, None);
        }
        assert_eq!(json_end("[".repeat(100_000).as_bytes(), 0), None);
    }
}
