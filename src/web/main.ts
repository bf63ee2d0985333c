import { askEarly } from './api/ask-early.ts';
import './styles/base.css';
import './styles/shell.css';
import './styles/verdict.css';
import './styles/fleet.css';
import './styles/model.css';
import './styles/charts.css';
import './styles/heat-map.css';
import './styles/alert.css';
import './styles/segments.css';
import './styles/monitors.css';
import './styles/health.css';
import './styles/silences.css';
import './styles/alerts.css';
import './styles/feature.css';
import './styles/set-up.css';
import './styles/settings.css';
import './styles/quarantine.css';
import './styles/baselines.css';

void import('./start.ts');
// While the rest of the program still comes.
askEarly(location);
