fn main() {
    giam_ngheo::ui::mount();
}
