/** The mark of the sandbox, on its console and in the browser's tab. */
export const consoleIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#1b4fd8"/><path d="M16 7l8.2 4.6v8.8L16 25l-8.2-4.6v-8.8zM7.8 11.6 16 16.2l8.2-4.6M16 16.2V25M11.9 9.3l8.2 4.6" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/></svg>';
