// The values behind what is painted: exact ones as soon as they are here, until then what the codes say.
import { exactValues } from './exact_values.js'
import { approximate, scaleOf, units } from './values.js'

/** `arrived()` is called when exact values have come. `d` is always a subject (shown_layer.js). */
export function createValueReader(arrived) {
  const exact = exactValues(arrived)
  let enlarged = null // { maps, channel, values }: stays while the next values of that channel are on their way

  return {
    /** Sees to it that the enlarged channel's values are here, or will be. */
    enlarge(d) {
      if (!d || d.pin === null || d.vector) {
        enlarged = null
        return
      }
      const values = exact.of(d.maps, d.pin)
      const { maps, channel } = enlarged ?? {}
      if (values) enlarged = { maps: d.maps, channel: d.pin, values }
      else {
        exact.want(d.maps, d.pin)
        if (channel !== d.pin || maps.layer !== d.maps.layer || maps.network !== d.maps.network) enlarged = null
      }
    },
    /** [height · width] of the enlarged channel, and whether they are exact. */
    plane(d) {
      if (enlarged) return { values: enlarged.values, exact: true }
      const from = (_, i) => approximate(d.maps, d.pin, Math.floor(i / d.width), i % d.width)
      return { values: Float32Array.from({ length: d.height * d.width }, from), exact: false }
    },
    /** [unit] of a vector, and whether they are exact. */
    vector(d) {
      const values = exact.of(d.maps, 0)
      return values ? { values, exact: true } : units(d.maps)
    },
    /** Where the colours of a channel (null: of none in particular) end. */
    scale: (d, channel) => scaleOf(d, d.scope, channel, channel !== null && channel === d.pin ? enlarged?.values : null),
    /** { value, exact } of one cell; asks for the exact one where it is not here. */
    at(d, { channel, row, col }) {
      const values = exact.of(d.maps, channel)
      if (d.vector) {
        const whole = this.vector(d)
        if (!whole.exact) exact.want(d.maps, channel)
        return { value: whole.values[channel], exact: whole.exact }
      }
      if (!values) exact.want(d.maps, channel)
      return values ? { value: values[row * d.width + col], exact: true } : { value: approximate(d.maps, channel, row, col), exact: false }
    },
  }
}
