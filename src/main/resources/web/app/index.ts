import './page.css';
import './dr-app';
