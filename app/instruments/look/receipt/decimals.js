// Numbers of one receipt, all with the same decimals, so that they can be added by eye. Pure but for the language.
import { write } from '../../kit/language.js'

const SMALLEST = 1e-4

/** Decimals for numbers up to `largest`: three, fewer before large ones, more behind zeros. */
export function decimals(largest) {
  if (!Number.isFinite(largest) || largest <= 0) return 3
  const power = Math.floor(Math.log10(largest) + 1e-9)
  return Math.min(6, Math.max(0, 3 + Math.max(0, -1 - power) - Math.max(0, power)))
}

/** → { plain, signed, long } for numbers of about that size; `long` has three digits more. */
export function formatters(largest) {
  const digits = decimals(largest)
  const tiny = largest > 0 && largest < SMALLEST
  const plain = (v, n = digits) => (tiny || !Number.isFinite(v) ? write.number(v, 3 + n - digits) : write.fixed(v, n))
  return {
    plain,
    signed: v => (v > 0 ? `+${plain(v)}` : plain(v)),
    long: v => plain(v, digits + 3),
  }
}

/** A difference that may be nothing at all. */
export const differenceText = difference => (difference === 0 ? '0' : write.short(Math.abs(difference), 2))
