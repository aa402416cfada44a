export default {
  title: 'Search and commands',
  results: 'Results',
  placeholder: 'Go, create, act, or find people, bookings, kits, codes',
  nothing: 'Nothing on this device matches “{{text}}”.',
  group: {
    recent: 'Lately', here: 'Here', create: 'Create', go: 'Go to', app: 'Muster', booking: 'Bookings', member: 'People', location: 'Locations', kit: 'Kits',
  },
  new: { booking: 'New booking', location: 'New location', kit: 'New kit', member: 'New person' },
  dark: 'Switch to the dark theme',
  light: 'Switch to the light theme',
  hint: { move: 'move', open: 'open', close: 'close' },
} as const;
