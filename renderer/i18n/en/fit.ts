export default {
  assign: 'Who takes {{role}}?',
  replace: 'Who takes over {{role}}?',
  people: 'People, best first',
  score: 'fits {{score}} of 100',
  choose: 'Assign',
  'choose-whom': 'Assign {{name}}',
  override: 'Assign anyway',
  'override-reason': 'Why it is right all the same',
  'override-do': 'Assign',
  assigned: '{{name}} is planned',
  undone: 'Undone',
  'show-all': 'Show {{count}} more who cannot',
} as const;
