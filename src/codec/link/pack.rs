//! Makes the bytes of a link short: each bit is guessed from the bytes before it, and arithmetic coding writes down only
//! how much the guess was wrong. `docs/link-format.md` describes it step by step.
//!
//! The guess mixes three counts of what followed before: after the same kinds of bytes, after the same last byte, after
//! the same last two. On the columns and names of a table this comes out a fifth shorter than deflate, in a tenth of
//! the code. Every number here is part of the format: changing one makes old links unreadable.

/// The guesser: for each context, how likely the next bit is 1.
struct Model {
    /// Chance of a 1 in the upper half, how often seen in the lower. One table after the other.
    seen: Vec<u32>,
    /// Inverse of [`squash`].
    stretch: [i16; 4096],
    /// How much each of the three guesses is trusted, by position in the byte and kind of the two bytes before.
    weights: [[i32; 3]; 32],
    /// The last bytes, the newest lowest.
    history: u32,
    /// The bits of this byte so far, after a leading 1.
    partial: u32,
    slots: [usize; 3],
    guesses: [i32; 3],
    trust: usize,
    guess: i32,
}

const KINDS: usize = 8 << 8;
const TABLE: usize = 1 << 16;
const FIRST_WEIGHT: i32 = 28_000;
const LARGEST_WEIGHT: i32 = 1 << 18;
const RATE: i32 = 20;
/// How far a chance moves towards what came, in 32768ths, by how often it was seen; a table because it is needed for
/// every bit.
const STEPS: [i32; 31] = {
    let mut steps = [0; 31];
    let mut times = 0;
    while times < steps.len() {
        steps[times] = 65_536 / (2 * times as i32 + 3);
        times += 1;
    }
    steps
};

impl Model {
    fn new() -> Self {
        let mut stretch = [0; 4096];
        let mut x = -2047;
        for (chance, inverse) in stretch.iter_mut().enumerate() {
            while x < 2047 && squash(x) < chance as i32 {
                x += 1;
            }
            *inverse = x as i16;
        }
        Model {
            seen: vec![1 << 31; KINDS + 2 * TABLE],
            stretch,
            weights: [[FIRST_WEIGHT; 3]; 32],
            history: 0,
            partial: 1,
            slots: [0; 3],
            guesses: [0; 3],
            trust: 0,
            guess: 0,
        }
    }

    /// Chance that the next bit is 1, in 4096ths, from 1 to 4095.
    fn guess(&mut self) -> u32 {
        let Model { history, partial, .. } = *self;
        let kinds = (history >> 7 & 1) | (history >> 14 & 2) | (history >> 21 & 4);
        let two = ((history & 0xffff) << 8 | partial).wrapping_mul(0x9e37_79b1) >> 16;
        self.slots = [
            (kinds << 8 | partial) as usize,
            KINDS + ((history & 0xff) << 8 | partial) as usize,
            KINDS + TABLE + two as usize,
        ];
        let position = partial.leading_zeros() ^ 31;
        self.trust = (position << 2 | kinds & 3) as usize;
        self.guesses = self.slots.map(|slot| {
            let seen = self.seen.get(slot).copied().unwrap_or_default();
            // What was never seen here has no say.
            if seen & 0xffff == 0 {
                0
            } else {
                self.stretch.get((seen >> 20) as usize).copied().unwrap_or_default().into()
            }
        });
        let [g0, g1, g2] = self.guesses;
        let [w0, w1, w2] = self.weights.get(self.trust).copied().unwrap_or_default();
        let sum = g0.wrapping_mul(w0).wrapping_add(g1.wrapping_mul(w1)).wrapping_add(g2.wrapping_mul(w2));
        self.guess = squash((sum >> 16).clamp(-2047, 2047)).clamp(1, 4095);
        self.guess as u32
    }

    fn learn(&mut self, bit: u32) {
        let miss = ((bit as i32) << 12).wrapping_sub(self.guess).wrapping_mul(RATE);
        if let Some([w0, w1, w2]) = self.weights.get_mut(self.trust) {
            let [g0, g1, g2] = self.guesses;
            let trained = |weight: i32, guess: i32| {
                let step = guess.wrapping_mul(miss).wrapping_add(1 << 13) >> 14;
                weight.wrapping_add(step).clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT)
            };
            (*w0, *w1, *w2) = (trained(*w0, g0), trained(*w1, g1), trained(*w2, g2));
        }
        let goal = (bit as i32).wrapping_neg() & 0xffff;
        for slot in &self.slots {
            if let Some(seen) = self.seen.get_mut(*slot) {
                let (chance, times) = ((*seen >> 16) as i32, *seen & 0xffff);
                let step = STEPS.get(times as usize).copied().unwrap_or_default();
                let chance = chance.wrapping_add(goal.wrapping_sub(chance).wrapping_mul(step) >> 15);
                *seen = (chance as u32) << 16 | times.wrapping_add(1).min(STEPS.len() as u32 - 1);
            }
        }
        self.partial = self.partial << 1 | bit;
        if self.partial >= 256 {
            self.history = self.history << 8 | self.partial & 255;
            self.partial = 1;
        }
    }
}

/// The logistic curve: −2047 … 2047 to 0 … 4095, by straight lines between 33 points.
fn squash(x: i32) -> i32 {
    const POINTS: [i32; 33] = [
        1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901,
        3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
    ];
    let (at, part) = (((x >> 7) + 16) as usize, x & 127);
    let point = |at: usize| POINTS.get(at).copied().unwrap_or(4095);
    (point(at) * (128 - part) + point(at + 1) * part + 64) >> 7
}

/// Where the range is divided for a guess.
fn middle(low: u32, high: u32, guess: u32) -> u32 {
    low + ((u64::from(high - low) * u64::from(guess)) >> 12) as u32
}

/// Packs the bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut model = Model::new();
    let (mut low, mut high) = (0_u32, u32::MAX);
    let mut out = Vec::with_capacity(bytes.len() / 2 + 8);
    for byte in bytes {
        for place in (0..8).rev() {
            let bit = u32::from(byte >> place & 1);
            let middle = middle(low, high, model.guess());
            if bit == 1 {
                high = middle;
            } else {
                low = middle + 1;
            }
            model.learn(bit);
            while (low ^ high) >> 24 == 0 {
                out.push((high >> 24) as u8);
                low <<= 8;
                high = high << 8 | 255;
            }
        }
    }
    // Any number from low to high will do, and missing bytes count as 0: write as few as that allows.
    let mut rest = low;
    let mut mask = u32::MAX;
    while mask != 0 {
        mask <<= 8;
        let short = low.checked_add(!mask).map(|up| up & mask);
        match short.filter(|short| (low..=high).contains(short)) {
            Some(short) => rest = short,
            None => break,
        }
    }
    while rest != 0 {
        out.push((rest >> 24) as u8);
        rest <<= 8;
    }
    out
}

/// Unpacks so many bytes. Total: whatever it is given, it gives that many bytes; a checksum must say whether they are
/// the right ones.
pub fn unpack(packed: &[u8], length: usize) -> Vec<u8> {
    let mut model = Model::new();
    let mut packed = packed.iter();
    let mut next = || u32::from(packed.next().copied().unwrap_or(0));
    let mut at = (0..4).fold(0, |at, _| at << 8 | next());
    let (mut low, mut high) = (0_u32, u32::MAX);
    let mut out = Vec::with_capacity(length);
    for _ in 0..length {
        let mut byte = 0_u8;
        for _ in 0..8 {
            let middle = middle(low, high, model.guess());
            let bit = u32::from(at <= middle);
            if bit == 1 {
                high = middle;
            } else {
                low = middle + 1;
            }
            byte = byte << 1 | bit as u8;
            model.learn(bit);
            while (low ^ high) >> 24 == 0 {
                low <<= 8;
                high = high << 8 | 255;
                at = at << 8 | next();
            }
        }
        out.push(byte);
    }
    out
}
