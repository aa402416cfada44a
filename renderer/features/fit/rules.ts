/** The rules of fit, as the screens that ask them need them. */
export { fitOf, settingsOf, strain, type Fit, type FitContext } from '../../../shared/domain/shift/fit.ts';
export { scoreOf } from '../../../shared/domain/shift/ranking.ts';
