// Augment's plan for who trains with it: its tab may never have been opened.
let begun = null

/** Puts `augmentation` on the bus, and keeps it true; calling it again does nothing. */
export const augmentation = () => (begun ??= import('../augment/augmenting.js').then(({ augmenting }) => augmenting()))
