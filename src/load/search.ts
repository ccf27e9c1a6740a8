/**
 * The search for the highest rate that meets the gates, as a function of what was seen: probes so far
 * → the next run, or the answer. It knows no clock and no server.
 */

/** Where to search, and how close the answer has to be. */
export interface SearchSpec {
  readonly lowPerSecond: number;
  readonly highPerSecond: number;
  /** Share of the rate between what is met and what is not. */
  readonly precision: number;
}

/** unsure: the generator or the measurement was at fault, so that the run says nothing. */
export type Finding = 'met' | 'missed' | 'unsure';
/** Confirmations and refutations are fresh runs after the search has come to its answer. */
export type ProbeRole = 'probe' | 'confirmation' | 'refutation';

export interface Probe {
  readonly role: ProbeRole;
  readonly ratePerSecond: number;
  readonly finding: Finding;
}

export type SearchOutcome =
  | 'found'
  | 'all-met'
  | 'none-met'
  | 'limited-by-generator'
  | 'out-of-time';

export type SearchStep =
  | { readonly kind: 'run'; readonly role: ProbeRole; readonly ratePerSecond: number }
  | {
      readonly kind: 'over';
      readonly outcome: SearchOutcome;
      /** The highest rate that met the gates; null where none did. */
      readonly ratePerSecond: number | null;
      /** The lowest rate above it that did not; null where none was tried. */
      readonly missedPerSecond: number | null;
      /** A fresh run at the rate met the gates too. */
      readonly confirmed: boolean;
    };

/** What is believed of rates; what was seen later wins over what was seen before. */
interface Beliefs {
  readonly met: readonly number[];
  readonly missed: readonly Miss[];
  readonly confirmedPerSecond: number | null;
  /** The last run said nothing, for the first time at its rate. */
  readonly toRepeat: Probe | null;
}

interface Miss {
  readonly ratePerSecond: number;
  readonly byGenerator: boolean;
  readonly role: ProbeRole;
}

/** Kept back for a confirmation and a refutation. */
const LAST_RUNS = 2;
const GROWTH = 2;
const DIGITS = 4;
/** Rates are rounded, so a step is not exactly one precision. */
const TOLERANCE = 1.001;

/** `runsLeft`: whole runs that still fit into the time. */
export function nextSearchStep(
  spec: SearchSpec,
  probes: readonly Probe[],
  runsLeft: number,
): SearchStep {
  const beliefs = probes.reduce(learn, NOTHING_KNOWN);
  const bracket = bracketOf(beliefs, spec);
  const step = wantedStep(spec, probes, runsLeft, beliefs, bracket);
  if (step.kind !== 'run' || runsLeft >= 1) return step;
  // With more time the rate above would still not be measured: that is no miss of the server's.
  return over(bracket, bracket.miss?.byGenerator ? 'limited-by-generator' : 'out-of-time');
}

function wantedStep(
  spec: SearchSpec,
  probes: readonly Probe[],
  runsLeft: number,
  beliefs: Beliefs,
  bracket: Bracket,
): SearchStep {
  if (beliefs.toRepeat) {
    const { role, ratePerSecond } = beliefs.toRepeat;
    return { kind: 'run', role, ratePerSecond };
  }
  if (bracket.met === null) {
    if (!bracket.miss) return { kind: 'run', role: 'probe', ratePerSecond: spec.lowPerSecond };
    return over(bracket, bracket.miss.byGenerator ? 'limited-by-generator' : 'none-met');
  }
  if (bracket.isWide && runsLeft > LAST_RUNS) {
    return {
      kind: 'run',
      role: 'probe',
      ratePerSecond: between(bracket.met, bracket, spec, probes),
    };
  }
  return concluding(bracket.met, bracket, spec);
}

const NOTHING_KNOWN: Beliefs = {
  met: [],
  missed: [],
  confirmedPerSecond: null,
  toRepeat: null,
};

function learn(beliefs: Beliefs, probe: Probe): Beliefs {
  const { role, ratePerSecond, finding } = probe;
  const { met, missed } = beliefs;
  if (finding === 'met') {
    return {
      met: [...met, ratePerSecond],
      missed: missed.filter((miss) => miss.ratePerSecond > ratePerSecond),
      confirmedPerSecond: role === 'confirmation' ? ratePerSecond : beliefs.confirmedPerSecond,
      toRepeat: null,
    };
  }
  const again = beliefs.toRepeat?.ratePerSecond === ratePerSecond;
  if (finding === 'unsure' && !again) return { ...beliefs, toRepeat: probe };
  return {
    met: met.filter((rate) => rate < ratePerSecond),
    missed: [...missed, { ratePerSecond, role, byGenerator: finding === 'unsure' }],
    confirmedPerSecond: beliefs.confirmedPerSecond,
    toRepeat: null,
  };
}

interface Bracket {
  readonly met: number | null;
  readonly miss: Miss | null;
  /** More than the precision lies between them, and there is somewhere to look. */
  readonly isWide: boolean;
  readonly isTop: boolean;
  readonly confirmed: boolean;
  readonly refuted: boolean;
}

function bracketOf(beliefs: Beliefs, { highPerSecond, precision }: SearchSpec): Bracket {
  const met = beliefs.met.length === 0 ? null : Math.max(...beliefs.met);
  const miss = beliefs.missed.reduce<Miss | null>(
    (lowest, one) => (lowest && lowest.ratePerSecond <= one.ratePerSecond ? lowest : one),
    null,
  );
  const isTop = met !== null && met >= highPerSecond;
  const step = 1 + precision * TOLERANCE;
  const bound = met === null ? 0 : Math.max(met * step, miss?.ratePerSecond ?? 0);
  return {
    met,
    miss,
    isTop,
    isWide: met !== null && !isTop && (!miss || miss.ratePerSecond / met > step),
    confirmed: met !== null && beliefs.confirmedPerSecond === met,
    refuted: beliefs.missed.some(
      ({ role, ratePerSecond }) => role === 'refutation' && ratePerSecond <= bound * TOLERANCE,
    ),
  };
}

/** Confirmed first, then refuted one step above; whatever contradicts opens the search again. */
function concluding(met: number, bracket: Bracket, spec: SearchSpec): SearchStep {
  const { confirmed, refuted, isTop, isWide, miss } = bracket;
  if (!confirmed) return { kind: 'run', role: 'confirmation', ratePerSecond: met };
  if (isTop) return over(bracket, 'all-met');
  if (!refuted && (miss || !isWide)) {
    const oneStep = tidy(met * (1 + spec.precision));
    const ratePerSecond = Math.min(spec.highPerSecond, Math.max(oneStep, miss?.ratePerSecond ?? 0));
    return { kind: 'run', role: 'refutation', ratePerSecond };
  }
  if (miss?.byGenerator) return over(bracket, 'limited-by-generator');
  return over(bracket, isWide ? 'out-of-time' : 'found');
}

/** Upwards while nothing was missed, else the geometric middle. */
function between(
  met: number,
  { miss }: Bracket,
  { highPerSecond, precision }: SearchSpec,
  probes: readonly Probe[],
): number {
  if (miss) return inside(Math.sqrt(met * miss.ratePerSecond), met, miss.ratePerSecond);
  // A miss that was contradicted later is near: from here on small steps find it sooner than doubling.
  const wasMissed = probes.some(({ finding }) => finding === 'missed');
  const factor = wasMissed ? (1 + precision) ** 2 : GROWTH;
  return Math.min(highPerSecond, inside(met * factor, met, Number.POSITIVE_INFINITY));
}

function inside(ratePerSecond: number, low: number, high: number): number {
  const rounded = tidy(ratePerSecond);
  return rounded > low && rounded < high ? rounded : ratePerSecond;
}

/** A rate that can be read, and typed again. */
function tidy(ratePerSecond: number): number {
  return Number(ratePerSecond.toPrecision(DIGITS));
}

function over({ met, miss, confirmed }: Bracket, outcome: SearchOutcome): SearchStep {
  return {
    kind: 'over',
    outcome,
    ratePerSecond: met,
    missedPerSecond: miss?.ratePerSecond ?? null,
    confirmed,
  };
}
