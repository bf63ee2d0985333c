/** Names are compared as words between underscores, whatever their case. */
export const isNamed = (name: string, pattern: RegExp): boolean => pattern.test(wordsOf(name));

const wordsOf = (name: string): string =>
  `_${name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')}_`.replace(/_+/g, '_');

export const TIME =
  /_(time|timestamp|ts|datetime|date|at|when|epoch|unix)_$|^_(time|timestamp|ts|datetime|date|epoch)_/;
export const LATER = /_(label|labell?ed|truth|updated|modified|resolved|birth|expiry|expires|due)_/;
export const ID = /^_((prediction|request|inference|row|event|trace|record)_)?(id|uuid|guid|key)_$/;
export const SCORE = /_(score|scores|prob|proba|probability|confidence|likelihood)_|^_p_$/;
export const ANSWER =
  /_(flagged|decision|decided|prediction|predicted|predict|pred|preds|yhat|y_hat|y_pred)_/;
export const TRUTH =
  /_(label|target|truth|actual|actuals|outcome|ground_truth|y_true|observed)_|^_y_$/;
export const WEIGHT = /_(sample|row|importance|case)_weights?_/;
export const LATENCY = /_(latency|latency_ms|response_time|duration_ms|elapsed_ms)_/;
export const VERSION = /^_(model_)?(version|revision)_$/;
export const INDEX = /^_(unnamed_\d+|index|level_0|row|row_number|rownum)_$/;

/** What models are asked about. It is the whole of a name but for what surrounds a flag, because
 *  `default_payment_method` and `fraud_history` describe a row. */
const EVENTS = [
  'frauds?|fraudulent|chargeback|charged_back|scam|spam|phishing|attack|anomaly|malicious|abuse',
  'churn|churned|churner|attrition|attrited|exited|left|cancell?ed|unsubscribed|retained',
  'default|defaulted|default_payment|delinquent|repaid|paid_back|bankrupt|bad|late|delayed',
  'convert|converted|conversion|clicked|purchased|bought|subscribed|responded|response|won',
  'survived|died|readmitted|relapsed|recovered|failed|failure|defective|returned|approved|class',
].join('|');
const BEFORE = '((is|has|was|did|will|confirmed|true|real)_)*';
const AFTER =
  '(_(flag|ind|indicator|bool|yn|confirmed|status|next_[a-z]+|(within_)?\\d+_?[a-z]+))*';
export const EVENT = new RegExp(`^_${BEFORE}(${EVENTS})${AFTER}_$`);

/** `p_churn`, `proba_late`. */
export const CHANCE_OF_EVENT = new RegExp(`^_(p|pr|prob|proba|probability)_${BEFORE}(${EVENTS})_$`);

/** Flags that describe a row, whatever a model says about it. */
export const INPUT =
  /^_(has|have|had|with|num|n|count|number)_|_(weekend|weekday|workingday|working|holiday|night|citizen|senior|partner|dependents?|member|gender|sex|male|female|married|active|new|first|premium|vip|paperless|phone|mobile|email|service|enabled|verified|consent|foreign|international|missing|yr|year|month|day|hour)_/;
