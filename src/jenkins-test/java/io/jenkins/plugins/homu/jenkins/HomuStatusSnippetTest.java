package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.TaskListener;
import io.jenkins.plugins.homu.jenkins.pipeline.HomuStatusStep;
import io.jenkins.plugins.homu.jenkins.pipeline.WithHomuStatusStep;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The snippet generator's forms of both steps, what it makes of them, and what Pipeline reads from that. */
public class HomuStatusSnippetTest extends HomuTestBase {
    private static HomuStatusStep report() {
        HomuStatusStep step = new HomuStatusStep();
        step.setBuilder("linux");
        step.setResult("SUCCESS");
        step.setUrl("https://report.example/7");
        step.setDescription("it's green");
        return step;
    }

    private static WithHomuStatusStep block() {
        WithHomuStatusStep step = new WithHomuStatusStep("docs");
        step.setRepository("acme/widget");
        step.setCommit("0123456789012345678901234567890123456789");
        return step;
    }

    @Test
    public void stepsAreWrittenAsPeopleWouldAndReadBack() throws Exception {
        isWritten(new HomuStatusStep(), "homuStatus()");
        isWritten(
                report(),
                "homuStatus builder: 'linux', description: 'it\\'s green', result: 'SUCCESS', url:"
                        + " 'https://report.example/7'");
        isWritten(new WithHomuStatusStep("docs"), "withHomuStatus('docs') {\n    // some block\n}");
        isWritten(
                block(),
                "withHomuStatus(builder: 'docs', commit: '0123456789012345678901234567890123456789',"
                        + " repository: 'acme/widget') {\n    // some block\n}");
    }

    private static void isWritten(Step step, String snippet) throws Exception {
        assertThat(Snippetizer.object2Groovy(step)).isEqualTo(snippet);
        Map<String, Object> arguments =
                new HashMap<>(DescribableModel.uninstantiate2_(step).getArguments());
        Step read = DescribableModel.of(step.getClass()).instantiate(arguments, TaskListener.NULL);
        assertThat(Snippetizer.object2Groovy(read)).isEqualTo(snippet);
    }

    @Test
    public void pageOfTheGeneratorOffersBothAndMakesThem() throws Exception {
        pipeline("widget", "echo 'fine'");
        HtmlPage page = reading("alice").goTo("job/widget/pipeline-syntax/");
        assertThat(page.getWebResponse().getContentAsString())
                .contains("homuStatus: Ask or tell the merge queue")
                .contains("withHomuStatus: Report a builder to the merge queue by what happens inside");

        assertThat(generated("{'stapler-class': '" + HomuStatusStep.class.getName() + "', '$class': '"
                        + HomuStatusStep.class.getName()
                        + "', 'builder': 'linux', 'result': 'FAILURE', 'description': '', 'url': '', 'repository': '',"
                        + " 'commit': ''}"))
                .isEqualTo("homuStatus builder: 'linux', result: 'FAILURE'");
        assertThat(generated("{'stapler-class': '" + WithHomuStatusStep.class.getName() + "', '$class': '"
                        + WithHomuStatusStep.class.getName()
                        + "', 'builder': ' docs ', 'description': '', 'url': '', 'repository': '', 'commit': ''}"))
                .isEqualTo("withHomuStatus('docs') {\n    // some block\n}");
    }

    private String generated(String json) throws Exception {
        WebRequest request =
                new WebRequest(new URL(jenkins.getURL(), "pipeline-syntax/generateSnippet"), HttpMethod.POST);
        request.setCharset(StandardCharsets.UTF_8);
        request.setRequestParameters(List.of(new NameValuePair("json", json.replace('\'', '"'))));
        JenkinsRule.WebClient client = as("alice");
        return client.getPage(client.addCrumb(request))
                .getWebResponse()
                .getContentAsString()
                .strip();
    }
}
