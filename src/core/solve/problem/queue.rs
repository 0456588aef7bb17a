//! Numbers waiting for their turn.

/// Numbers waiting for their turn, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    list: Vec<u32>,
    is_in: Vec<bool>,
}

impl Queue {
    pub fn new(count: usize) -> Self {
        Self { list: Vec::new(), is_in: vec![false; count] }
    }

    pub fn push(&mut self, number: usize) {
        if let Some(flag) = self.is_in.get_mut(number)
            && !*flag
        {
            *flag = true;
            self.list.push(number as u32);
        }
    }

    pub fn pop(&mut self) -> Option<usize> {
        let number = self.list.pop()? as usize;
        if let Some(flag) = self.is_in.get_mut(number) {
            *flag = false;
        }
        Some(number)
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn take(&mut self) -> Vec<u32> {
        let list = std::mem::take(&mut self.list);
        for &number in &list {
            if let Some(flag) = self.is_in.get_mut(number as usize) {
                *flag = false;
            }
        }
        list
    }
}
