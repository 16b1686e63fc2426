// Asks the worker for something.

/**
 * The worker's answer. A message that meets a worker that is just going to sleep is lost, so it is sent once more.
 * @param {{name: string} & Record<string, unknown>} message
 * @returns {Promise<any>}
 */
export async function ask(message) {
  try {
    return await chrome.runtime.sendMessage(message);
  } catch {
    return chrome.runtime.sendMessage(message);
  }
}
