//! Cuts a rectangle into smaller ones whose areas stand for weights.

/// A rectangle, in the units of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Rect {
    pub(crate) fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// What is left inside a margin on each side; of a rectangle that is too narrow, nothing.
    pub(crate) fn inset(self, top: f64, side: f64) -> Self {
        let width = (self.width - 2.0 * side).max(0.0);
        let height = (self.height - top - side).max(0.0);
        Self::new(self.x + side, self.y + top, width, height)
    }

    fn area(self) -> f64 {
        self.width * self.height
    }
}

/// One rectangle for each weight, as near to squares as can be: the squarified treemap of Bruls,
/// Huizing and van Wijk (2000). Weights are in descending order and not negative.
pub(crate) fn squarify(weights: &[f64], area: Rect) -> Vec<Rect> {
    let total: f64 = weights.iter().sum();
    let mut rects = Vec::with_capacity(weights.len());
    let mut free = area;
    let mut rest = weights;
    // The area that one unit of weight takes.
    let scale = if total > 0.0 { area.area() / total } else { 0.0 };
    while !rest.is_empty() {
        let side = free.width.min(free.height);
        let row = &rest[..row_len(rest, scale, side)];
        let depth = if side > 0.0 { row.iter().sum::<f64>() * scale / side } else { 0.0 };
        free = lay(row, scale, depth, free, &mut rects);
        rest = &rest[row.len()..];
    }
    rects
}

/// How many weights make a row whose worst rectangle is best.
fn row_len(weights: &[f64], scale: f64, side: f64) -> usize {
    let (largest, mut sum, mut worst) = (weights[0], 0.0, f64::INFINITY);
    for (at, weight) in weights.iter().enumerate() {
        sum += weight;
        let (area, side) = (sum * scale, side * side);
        // The larger of the two ratios of the row's extremes.
        let ratio =
            (side * largest * scale / (area * area)).max(area * area / (side * weight * scale));
        if at > 0 && (ratio > worst || ratio.is_nan()) {
            return at;
        }
        worst = ratio;
    }
    weights.len()
}

/// Lays a row along the shorter side; what is free after it.
fn lay(row: &[f64], scale: f64, depth: f64, free: Rect, rects: &mut Vec<Rect>) -> Rect {
    let is_column = free.width >= free.height;
    let mut along = 0.0;
    for weight in row {
        let length = if depth > 0.0 { weight * scale / depth } else { 0.0 };
        rects.push(if is_column {
            Rect::new(free.x, free.y + along, depth, length)
        } else {
            Rect::new(free.x + along, free.y, length, depth)
        });
        along += length;
    }
    if is_column {
        Rect::new(free.x + depth, free.y, (free.width - depth).max(0.0), free.height)
    } else {
        Rect::new(free.x, free.y + depth, free.width, (free.height - depth).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::report::html::squarify::{Rect, squarify};

    const AREA: Rect = Rect { x: 10.0, y: 20.0, width: 600.0, height: 400.0 };

    fn overlap(a: Rect, b: Rect) -> f64 {
        let side = |a0: f64, a1: f64, b0: f64, b1: f64| (a1.min(b1) - a0.max(b0)).max(0.0);
        side(a.x, a.x + a.width, b.x, b.x + b.width)
            * side(a.y, a.y + a.height, b.y, b.y + b.height)
    }

    /// Areas are as the weights, nothing overlaps, nothing stands out.
    fn check(weights: &[f64]) -> Vec<Rect> {
        let rects = squarify(weights, AREA);
        assert_eq!(rects.len(), weights.len());
        let total: f64 = weights.iter().sum();
        for (at, (rect, weight)) in rects.iter().zip(weights).enumerate() {
            let expected = AREA.area() * weight / total;
            assert!((rect.area() - expected).abs() < 1e-6 * AREA.area(), "{weights:?}, {at}");
            assert!((overlap(*rect, AREA) - rect.area()).abs() < 1e-6 * AREA.area());
            for other in &rects[at + 1..] {
                assert!(overlap(*rect, *other) < 1e-6 * AREA.area(), "{weights:?}, {at}");
            }
        }
        rects
    }

    #[test]
    fn areas_are_as_the_weights() {
        check(&[1.0]);
        check(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]);
        check(&[1e9, 5.0, 1.0, 1.0]);
        check(&(1..200).rev().map(f64::from).collect::<Vec<_>>());
    }

    #[test]
    fn rectangles_are_near_to_squares() {
        // The paper's own example, on its area of 6 by 4.
        let rects = squarify(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], Rect::new(0.0, 0.0, 6.0, 4.0));
        assert_eq!(rects[0], Rect::new(0.0, 0.0, 3.0, 2.0));
        assert_eq!(rects[1], Rect::new(0.0, 2.0, 3.0, 2.0));
        let equal = check(&[1.0; 24]);
        assert!(equal.iter().all(|rect| (0.5..=2.0).contains(&(rect.width / rect.height))));
    }

    #[test]
    fn nothing_has_an_area_of_nothing() {
        assert!(squarify(&[], AREA).is_empty());
        for weights in [&[0.0, 0.0][..], &[5.0, 0.0]] {
            let rects = squarify(weights, AREA);
            assert!(rects.iter().all(|rect| rect.width.is_finite() && rect.height.is_finite()));
        }
        let flat = squarify(&[2.0, 1.0], Rect::new(0.0, 0.0, 0.0, 0.0));
        assert!(flat.iter().all(|rect| rect.area() == 0.0));
    }
}
