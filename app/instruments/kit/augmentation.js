// Augment's plan for who trains with it: its tab may never have been opened.
import { provided } from './tab_registry.js'

let begun = null

/** Puts `augmentation` on the bus, and keeps it true; calling it again does nothing. */
export const augmentation = () => (begun ??= provided('augmentation')())
