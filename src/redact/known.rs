//! The sweep, as the detector sees it.

use std::ops::Range;

use crate::detect::{Form, Known};
use crate::redact::sweep::{self, Sweep};

impl Known for Sweep {
    fn find(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, u32, Form)) {
        Sweep::find(self, text, &mut |span, secret, form| {
            let form = match form {
                sweep::Form::Plain => Form::Plain,
                sweep::Form::Base64 => Form::Base64,
            };
            hit(span, secret, form);
        });
    }

    fn shortest(&self) -> usize {
        Self::FORM_BYTES_MIN
    }
}
