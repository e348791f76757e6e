// Whether a picture is of a digit on paper, as the server guesses.
import { ask } from './ask.js'

/**
 * Whether a file is likely of a digit on paper; false where nobody can say.
 * @param {Blob} file
 * @returns {Promise<boolean>}
 */
export async function isDigitOnPaper(file) {
  try {
    return (await (await ask('digit_on_paper', {}, file)).json()).digit === true
  } catch {
    return false
  }
}
