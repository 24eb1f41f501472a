/** What is wrong with the YAML file, one sentence a problem. Never carries a value of the file. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';

  constructor(problems: string[], cause?: unknown) {
    const more = problems.length > 20 ? [`and ${problems.length - 20} more problems`] : [];
    super([...problems.slice(0, 20), ...more].join('; '), { cause });
  }
}
