import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
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

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the dashboard.');
createRoot(root).render(createElement(StrictMode, null, createElement(App)));
