"""The formulas that explanations show, in LaTeX; symbols only, so that they read the same in every language."""

NPS_VALUE = (
    r"\mathrm{NPS} = 100 \cdot \frac{P - D}{n} \qquad "
    r"\mathrm{SE} = \frac{100}{\sqrt n}\sqrt{\frac{P + D}{n} - \left(\frac{P - D}{n}\right)^2}"
)
NPS_INTERVAL = (
    r"\left\{100\,\delta : n\left(\tfrac{P - D}{n} - \delta\right)^2"
    r" \le z^2\left(2q + \delta(1 - \delta)\right)\right\}"
)
NPS_SHARE = (
    r"q = \frac{B + \sqrt{B^2 + 8nD\,\delta(1 - \delta)}}{4n} \qquad "
    r"B = (P + D)(1 - \delta) - 2(n - P)\,\delta"
)
SHARE_VALUE = r"v = 100 \cdot \frac{x}{n}"
SHARE_ERROR = r"\mathrm{SE} = 100\sqrt{\frac{x\,(n - x)}{n^3}}"
WILSON = r"100 \cdot \frac{x + \frac{z^2}{2} \pm z\sqrt{\frac{x\,(n - x)}{n} + \frac{z^2}{4}}}{n + z^2}"
MEAN_VALUE = (
    r"\bar x = \frac{1}{n}\sum_s s\,n_s \qquad "
    r"s_x^2 = \frac{1}{n - 1}\sum_s n_s\,(s - \bar x)^2 \qquad \mathrm{SE} = \frac{s_x}{\sqrt n}"
)
T_INTERVAL = r"\bar x \pm t_{n-1}\,\frac{s_x}{\sqrt n}"
KISH = r"n = \frac{\left(\sum w\right)^2}{\sum w^2}"
SHARE_OF_SCORE = r"100 \cdot \frac{n_s}{n}"

CHANGE = r"\Delta = v_2 - v_1"
MOVER = (
    r"\begin{aligned} L &= \Delta - \sqrt{(v_2 - l_2)^2 + (u_1 - v_1)^2} \\"
    r" U &= \Delta + \sqrt{(u_2 - v_2)^2 + (v_1 - l_1)^2} \end{aligned}"
)
WELCH_OF_ERRORS = r"\Delta \pm t_\nu\sqrt{\mathrm{SE}_1^2 + \mathrm{SE}_2^2}"
DEGREES_OF_ERRORS = (
    r"\nu = \frac{(\mathrm{SE}_1^2 + \mathrm{SE}_2^2)^2}"
    r"{\frac{\mathrm{SE}_1^4}{n_1 - 1} + \frac{\mathrm{SE}_2^4}{n_2 - 1}}"
)
ADJUSTED = r"p_{\mathrm{BH}} = \min_{j \ge i}\; \frac{k}{j}\,p_{(j)}"
HOLM = r"p_{(i)}^{\mathrm{Holm}} = \max_{j \le i}\; (m - j + 1)\,p_{(j)}"

SHARE_OF_MOVES = r"100 \cdot \frac{m}{\sum m}"
MEDIAN = r"\tilde t = \operatorname{median}(t_{\mathrm{next}} - t_{\mathrm{here}})"
MEAN_TIME = r"\bar t = \frac{1}{m}\sum t"
RECORDS = "r = l + a + d"

SHARES_APART = (
    r"\Delta = \frac{x_2}{n_2} - \frac{x_1}{n_1} \qquad "
    r"\rho = \frac{x_2 / n_2}{x_1 / n_1} - 1 \qquad N = n_1 + n_2"
)
SCORE_DIFFERENCE = (
    r"\left\{\delta : \frac{(\Delta - \delta)^2}"
    r"{\left(\frac{\tilde p_1(1 - \tilde p_1)}{n_1} + \frac{\tilde p_2(1 - \tilde p_2)}{n_2}\right)\frac{N}{N - 1}}"
    r" \le z^2,\; \tilde p_2 = \tilde p_1 + \delta\right\}"
)
SCORE_RATIO = (
    r"\left\{r : \frac{\left(\frac{x_2}{n_2} - r\frac{x_1}{n_1}\right)^2}"
    r"{\left(r^2\frac{\tilde p_1(1 - \tilde p_1)}{n_1} + \frac{\tilde p_2(1 - \tilde p_2)}{n_2}\right)"
    r"\frac{N}{N - 1}} \le z^2,\; \tilde p_2 = r\,\tilde p_1\right\}"
)
WELCH = (
    r"\Delta = \bar x_2 - \bar x_1 \qquad "
    r"\Delta \pm t_\nu\sqrt{\frac{s_1^2}{n_1} + \frac{s_2^2}{n_2}} \qquad \rho = \frac{\Delta}{|\bar x_1|}"
)
DEGREES = (
    r"\nu = \frac{\left(\frac{s_1^2}{n_1} + \frac{s_2^2}{n_2}\right)^2}"
    r"{\frac{s_1^4}{n_1^2(n_1 - 1)} + \frac{s_2^4}{n_2^2(n_2 - 1)}}"
)
FIELLER = (
    r"\left\{r : (\bar x_2 - r\,\bar x_1)^2"
    r" \le t_\nu^2\left(\frac{s_2^2}{n_2} + r^2\frac{s_1^2}{n_1}\right)\right\}"
)
DELTA = (
    r"\bar x = \frac{\bar a}{\bar b} \qquad "
    r"s^2 = \frac{s_a^2 - 2\,\bar x\,s_{ab} + \bar x^2 s_b^2}{\bar b^2}"
)
NPS_ONLY = r"v = 100 \cdot \frac{P - D}{n}"
ANYTIME = (
    r"\Delta \pm \mathrm{SE}\sqrt{\frac{n\varrho^2 + 1}{n\varrho^2}\ln\frac{n\varrho^2 + 1}{\alpha^2}} \qquad "
    r"\varrho^2 = \frac{-2\ln\alpha + \ln(1 - 2\ln\alpha)}{N^*}"
)
CHI2 = r"\chi^2 = \sum \frac{(O - E)^2}{E}"
