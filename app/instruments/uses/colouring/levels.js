// The skip connections and which of them are cut. Pure.

export const LEVELS = [1, 2, 3, 4] // at the picture's size, a half, a quarter and an eighth of it

/**
 * "13" with level 2: "123"; with level 1: "3".
 * @param {string} cut
 * @param {number} level
 */
export const toggled = (cut, level) => LEVELS.filter(one => cut.includes(String(one)) !== (one === level)).join('')
