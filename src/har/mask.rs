//! Quote, backslash and bracket bitmaps of 64-byte blocks.
