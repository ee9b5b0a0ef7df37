import './page.css';
import './shell/dr-app';
