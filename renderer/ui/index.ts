/** Public face of the component kit; see README.md for one paragraph on each. */
export { Avatar } from './avatar.tsx';
export { Button, IconButton, type ButtonProps } from './button.tsx';
export { Certainty, certaintyOf, type CertaintyKind } from './certainty.tsx';
export { cx } from './class-names.ts';
export { DataList } from './data-list.tsx';
export { DateTimeField } from './date-time-field.tsx';
export { DetailFrame, Notice } from './detail-frame.tsx';
export { Dialog } from './dialog.tsx';
export { FieldPair, FormFrame, FormPart } from './form-frame.tsx';
export {
  dayKey,
  durationWords,
  formatAgo,
  formatDay,
  formatDays,
  formatDayTime,
  formatMoney,
  formatNumber,
  formatPeriod,
  formatTime,
  hoursWords,
  minutesWords,
  viewerPeriod,
  viewerZone,
  zoneName,
} from './format-time.ts';
export { KeyHint } from './key-hint.tsx';
export { ListFrame, type ListPlace } from './list-frame.tsx';
export { Menu, type MenuAction } from './menu.tsx';
export { Meter, type Readiness } from './meter.tsx';
export { NumberField } from './number-field.tsx';
export { DetailHeader, Facts, PageHeader, Section } from './page-header.tsx';
export { PeriodField } from './period-field.tsx';
export { PickField } from './pick-field.tsx';
export { ReasonDialog } from './reason-dialog.tsx';
export { SearchField } from './search-field.tsx';
export { Select, type Choice } from './select.tsx';
export { SplitView } from './split-view.tsx';
export { EmptyState, ErrorState, Skeleton, useSlow } from './states.tsx';
export { statusLook, type StatusNoun, type Tone } from './status-catalogue.ts';
export { Chip, StatusChip, StatusIcon } from './status-chip.tsx';
export { SyncMark } from './sync-mark.tsx';
export { Tabs, type TabSpec } from './tabs.tsx';
export { TextArea, TextField } from './text-field.tsx';
export { TimeStrip, type TimeBlock } from './time-strip.tsx';
export { dropRefusals, toast } from './toast.tsx';
export { Checkbox, Switch } from './toggle.tsx';
export { TONE_EDGE, TONE_MARK, TONE_SOFT } from './tones.ts';
export { Hint, Tooltip } from './tooltip.tsx';
export { periodInZone, toInstantAt, toPeriod, toWallTime, type WallTime } from './wall-time.ts';
