/** What is wrong with what the report was given, as a sentence for the person who gave it. */
export class ReportInputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReportInputError';
  }
}
