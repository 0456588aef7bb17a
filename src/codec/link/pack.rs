//! Makes the bytes of a link short: each bit is guessed from the bytes before it, and arithmetic coding writes down only
//! how much the guess was wrong. `docs/link-format.md` describes it step by step.
//!
//! The guess mixes three counts of what followed before: after the same kinds of bytes, after the same last byte, after
//! the same last two. On the columns and names of a table this comes out a fifth shorter than deflate, in a tenth of
//! the code. Every number here is part of the format: changing one makes old links unreadable.

/// The guesser: for each context, how likely the next bit is 1.
///
/// Tables have sizes that are powers of two and are asked under masks, so that no bound is checked at run time: the
/// guess is the whole cost of a link, some hundred thousand bits for six hundred units.
struct Model<'a> {
    /// What followed the same kinds of bytes, the same last byte, the same last two.
    kinds: [Seen; KINDS],
    one: &'a mut [Seen; TABLE],
    two: &'a mut [Seen; TABLE],
    /// Inverse of [`squash`], and [`squash`] itself.
    stretch: [i16; 4096],
    squash: [i16; 4096],
    /// How much each of the three guesses is trusted, by position in the byte and kind of the two bytes before.
    weights: [[i32; 3]; 32],
    /// The last bytes, the newest lowest.
    history: u32,
    /// The bits of this byte so far, after a leading 1.
    partial: u32,
}

/// Chance of a 1 in the upper half, how often seen in the lower.
type Seen = u32;

const NEVER_SEEN: Seen = 1 << 31;
const KINDS: usize = 8 << 8;
const TABLE: usize = 1 << 16;
const FIRST_WEIGHT: i32 = 28_000;
const LARGEST_WEIGHT: i32 = 1 << 18;
const RATE: i32 = 20;
/// How often a context is counted.
const MOST: u32 = 30;
/// How far a chance moves towards what came, in 32768ths, by how often it was seen.
const STEPS: [i32; 32] = {
    let mut steps = [0; 32];
    let mut times = 0;
    while times < steps.len() {
        steps[times] = 65_536 / (2 * times as i32 + 3);
        times += 1;
    }
    steps
};

/// Room for the tables of a [`Model`].
fn tables() -> Vec<Seen> {
    vec![NEVER_SEEN; 2 * TABLE]
}

impl<'a> Model<'a> {
    fn new(tables: &'a mut [Seen]) -> Option<Self> {
        let (one, rest) = tables.split_first_chunk_mut()?;
        let two = rest.first_chunk_mut()?;
        let (mut stretch, mut squashed) = ([0; 4096], [0; 4096]);
        let mut x = -2047;
        for (chance, inverse) in stretch.iter_mut().enumerate() {
            while x < 2047 && squash(x) < chance as i32 {
                x += 1;
            }
            *inverse = x as i16;
        }
        for (at, chance) in squashed.iter_mut().enumerate() {
            *chance = squash((at as i32 - 2048).max(-2047)).clamp(1, 4095) as i16;
        }
        Some(Model {
            kinds: [NEVER_SEEN; KINDS],
            one,
            two,
            stretch,
            squash: squashed,
            weights: [[FIRST_WEIGHT; 3]; 32],
            history: 0,
            partial: 1,
        })
    }

    /// The next bit: `code` is given the chance that it is 1, in 4096ths, from 1 to 4095, and says which it is; the
    /// model learns from it.
    #[inline(always)] // twice in the program, and each call would cost as much as the bit
    fn bit(&mut self, code: impl FnOnce(u32) -> u32) -> u32 {
        let (history, partial) = (self.history, self.partial);
        let kinds = (history >> 7 & 1) | (history >> 14 & 2) | (history >> 21 & 4);
        let hashed = ((history & 0xffff) << 8 | partial).wrapping_mul(0x9e37_79b1) >> 16;
        let position = partial.leading_zeros() ^ 31;
        let [trust_a, trust_b, trust_c] = &mut self.weights[(position << 2 | kinds & 3) as usize & 31];
        let a = &mut self.kinds[(kinds << 8 | partial) as usize & (KINDS - 1)];
        let b = &mut self.one[((history & 0xff) << 8 | partial) as usize & (TABLE - 1)];
        let c = &mut self.two[hashed as usize & (TABLE - 1)];
        // What was never seen here has no say; in a mask, since a jump would be guessed wrong half of the time.
        let stretch = |seen: Seen| {
            let said = i32::from(seen & 31 != 0).wrapping_neg();
            i32::from(self.stretch[(seen >> 20) as usize & 4095]) & said
        };
        let (guess_a, guess_b, guess_c) = (stretch(*a), stretch(*b), stretch(*c));
        let sum = guess_a.wrapping_mul(*trust_a).wrapping_add(guess_b.wrapping_mul(*trust_b));
        let sum = sum.wrapping_add(guess_c.wrapping_mul(*trust_c)) >> 16;
        let guess = self.squash[(sum.clamp(-2047, 2047).wrapping_add(2048)) as usize & 4095];
        let bit = code(guess as u32);

        let miss = ((bit as i32) << 12).wrapping_sub(guess.into()).wrapping_mul(RATE);
        let goal = (bit as i32).wrapping_neg() & 0xffff;
        learn(a, trust_a, guess_a, miss, goal);
        learn(b, trust_b, guess_b, miss, goal);
        learn(c, trust_c, guess_c, miss, goal);
        self.partial = partial << 1 | bit;
        if self.partial >= 256 {
            self.history = history << 8 | self.partial & 255;
            self.partial = 1;
        }
        bit
    }
}

/// Takes one of the three guesses nearer to what came.
#[inline(always)]
fn learn(seen: &mut Seen, trust: &mut i32, guess: i32, miss: i32, goal: i32) {
    let step = guess.wrapping_mul(miss).wrapping_add(1 << 13) >> 14;
    *trust = trust.wrapping_add(step).clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT);
    let (chance, times) = ((*seen >> 16) as i32, *seen & 31);
    let step = goal.wrapping_sub(chance).wrapping_mul(STEPS[times as usize & 31]) >> 15;
    *seen = (chance.wrapping_add(step) as u32) << 16 | times.wrapping_add(1).min(MOST);
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
    low.wrapping_add(((u64::from(high.wrapping_sub(low)).wrapping_mul(guess.into())) >> 12) as u32)
}

/// Packs the bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut tables = tables();
    let Some(mut model) = Model::new(&mut tables) else { return Vec::new() };
    let (mut low, mut high) = (0_u32, u32::MAX);
    let mut out = Vec::with_capacity(bytes.len() / 2 + 8);
    for byte in bytes {
        for place in (0..8).rev() {
            let bit = u32::from(byte >> place & 1);
            model.bit(|guess| {
                let middle = middle(low, high, guess);
                if bit == 1 {
                    high = middle;
                } else {
                    low = middle.wrapping_add(1);
                }
                bit
            });
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
    let mut tables = tables();
    let Some(mut model) = Model::new(&mut tables) else { return Vec::new() };
    let mut packed = packed.iter();
    let mut next = || u32::from(packed.next().copied().unwrap_or(0));
    let mut at = (0..4).fold(0, |at, _| at << 8 | next());
    let (mut low, mut high) = (0_u32, u32::MAX);
    let mut out = Vec::with_capacity(length);
    for _ in 0..length {
        let mut byte = 0_u8;
        for _ in 0..8 {
            let bit = model.bit(|guess| {
                let middle = middle(low, high, guess);
                let bit = u32::from(at <= middle);
                if bit == 1 {
                    high = middle;
                } else {
                    low = middle.wrapping_add(1);
                }
                bit
            });
            byte = byte << 1 | bit as u8;
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
