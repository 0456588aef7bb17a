//! Sorting.

use std::cmp::Ordering;

/// The numbers below `count` in the order that `compare` gives them; equal ones stay as they were.
///
/// Sorting by way of positions keeps one small sort in the program: the library's is compiled anew for every type it
/// sorts, at some 4 kB each.
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    let mut merged = Vec::with_capacity(count);
    let mut width = 1;
    // Runs of `width` are sorted; merge them two by two until one is left.
    while width < count {
        for pair in sorted.chunks(width.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            while let (Some((&l, after_l)), Some((&r, after_r))) = (left.split_first(), right.split_first()) {
                if compare(l, r) == Ordering::Greater {
                    merged.push(r);
                    right = after_r;
                } else {
                    merged.push(l);
                    left = after_l;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut sorted, &mut merged);
        merged.clear();
        width = width.saturating_mul(2);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_like_the_library(values in proptest::collection::vec(0..20_u8, 0..70)) {
            let ours = order(values.len(), &|a, b| values[a].cmp(&values[b]));
            let mut theirs: Vec<usize> = (0..values.len()).collect();
            theirs.sort_by_key(|&i| values[i]);
            prop_assert_eq!(ours, theirs);
        }
    }
}
