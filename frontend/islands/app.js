/**
 * The shell's own script: everything on a page works without it, and it makes some things quicker.
 * Every part listens on the document, so that what htmx swaps in works at once.
 */
import { startChoices } from './app/choices.js';
import { startColumnChoosers } from './app/columns.js';
import { startCopyButtons } from './app/copy.js';
import { startDialogs } from './app/dialogs.js';
import { startMenus } from './app/menus.js';
import { startNavigation } from './app/navigation.js';
import { loadPlaceFields } from './app/place_fields.js';
import { startSearchKey } from './app/search.js';
import { startTabs } from './app/tabs.js';
import { startThemeToggle } from './app/theme.js';

startThemeToggle();
startNavigation();
startMenus();
startDialogs();
startCopyButtons();
startColumnChoosers();
loadPlaceFields();
startChoices();
startTabs();
startSearchKey();
