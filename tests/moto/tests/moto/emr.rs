//! EMR (awsJson1_1): job flows from start to end.

use moto_peers::emr::{
    ActionOnFailure, AddJobFlowSteps, Application, Client, Cluster, ClusterState, ClusterSummary,
    DescribeCluster, Error, HadoopJarStepConfig, InstanceGroupType, InstanceRoleType,
    JobFlowInstancesConfig, KeyValue, ListClusters, ListInstanceGroups, ListSteps, MarketType,
    RunJobFlow, StepConfig, StepState, Tag, TerminateJobFlows,
};
use tinsmith_runtime::Timestamp;

use super::check::{Checks, status};
use super::{Done, Moto};

/// moto has pages of 50.
const CLUSTERS: usize = 105;

pub(crate) async fn check(moto: &Moto, checks: &mut Checks) -> Done {
    let client = Client::new(&moto.config())?;
    checks.begin("emr");
    let id = run(&client, checks).await?;
    groups(&client, &id, checks).await?;
    steps(&client, &id, checks).await?;
    pages(&client, &id, checks).await?;
    terminate(&client, &id, checks).await?;
    errors(&client, checks).await;
    signatures(moto, checks).await
}

fn jar(name: &str) -> StepConfig {
    StepConfig::new()
        .name(name)
        .action_on_failure(ActionOnFailure::Continue)
        .hadoop_jar_step(
            HadoopJarStepConfig::new()
                .jar("command-runner.jar")
                .args(["spark-submit".to_owned(), "a \"b\" \\ ü\n".to_owned()])
                .properties([KeyValue::new().key("k").value("v")]),
        )
}

/// Starts a job flow, and looks at it.
async fn run(client: &Client, checks: &mut Checks) -> Result<String, Box<dyn std::error::Error>> {
    let instances = JobFlowInstancesConfig::new()
        .master_instance_type("m5.xlarge")
        .slave_instance_type("m5.large")
        .instance_count(3)
        .keep_job_flow_alive_when_no_steps(true)
        .termination_protected(false);
    let started = client
        .run_job_flow(
            RunJobFlow::new()
                .name("Größe ✓ 𝄞")
                .release_label("emr-7.1.0")
                .log_uri("s3://logs/here")
                .service_role("EMR_DefaultRole")
                .job_flow_role("EMR_EC2_DefaultRole")
                .visible_to_all_users(true)
                .step_concurrency_level(2)
                .instances(instances)
                .applications([Application::new().name("Spark").version("3.5")])
                .tags([Tag::new().key("team").value("data")])
                .steps([jar("first")]),
        )
        .await?;
    let id = started.job_flow_id.unwrap_or_default();
    checks.that("RunJobFlow gives an id", id.starts_with("j-"), &id);
    // moto looks for EMR's region in the host's name, and an address has none.
    let arn = format!("arn:aws:elasticmapreduce:us-east-1:123456789012:cluster/{id}");
    checks.equal(
        "RunJobFlow gives an ARN",
        started.cluster_arn.as_deref(),
        Some(&*arn),
    );

    let cluster = describe(client, &id).await?;
    checks.equal("DescribeCluster: id", cluster.id, Some(id.clone()));
    checks.equal("name", cluster.name.as_deref(), Some("Größe ✓ 𝄞"));
    checks.equal("ARN", cluster.cluster_arn, Some(arn));
    checks.equal(
        "release",
        cluster.release_label.as_deref(),
        Some("emr-7.1.0"),
    );
    checks.equal(
        "log URI",
        cluster.log_uri.as_deref(),
        Some("s3://logs/here"),
    );
    checks.equal(
        "role",
        cluster.service_role.as_deref(),
        Some("EMR_DefaultRole"),
    );
    checks.equal(
        "a flag that is set",
        cluster.visible_to_all_users,
        Some(true),
    );
    checks.equal(
        "a flag that isn't",
        cluster.termination_protected,
        Some(false),
    );
    checks.equal("auto terminate", cluster.auto_terminate, Some(false));
    checks.equal("steps at once", cluster.step_concurrency_level, Some(2));
    let spark = Application::new().name("Spark").version("3.5");
    checks.equal(
        "applications",
        cluster.applications,
        // Members that weren't in the request are empty, not absent.
        Some(vec![spark.args([""; 0]).additional_info([("", ""); 0])]),
    );
    checks.equal(
        "tags",
        cluster.tags,
        Some(vec![Tag::new().key("team").value("data")]),
    );
    let status = cluster.status.unwrap_or_default();
    checks.that(
        "state",
        matches!(
            status.state,
            Some(ClusterState::Running | ClusterState::Waiting)
        ),
        &status.state,
    );
    let created = status.timeline.and_then(|line| line.creation_date_time);
    checks.that("created just now", is_now(created), created);
    Ok(id)
}

async fn describe(client: &Client, id: &str) -> Result<Cluster, Error> {
    let described = client
        .describe_cluster(DescribeCluster::new().cluster_id(id))
        .await?;
    Ok(described.cluster.unwrap_or_default())
}

fn is_now(time: Option<Timestamp>) -> bool {
    let now = Timestamp::now().epoch_seconds();
    time.is_some_and(|time| (time.epoch_seconds() - now).abs() < 30)
}

async fn groups(client: &Client, id: &str, checks: &mut Checks) -> Done {
    let listed = client
        .list_instance_groups(ListInstanceGroups::new().cluster_id(id))
        .await?;
    let mut groups = listed.instance_groups.unwrap_or_default();
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    checks.equal("ListInstanceGroups", groups.len(), 2);
    for (group, (name, kind, instance, count)) in groups.iter().zip([
        ("master", InstanceGroupType::Master, "m5.xlarge", 1),
        ("slave", InstanceGroupType::Core, "m5.large", 2),
    ]) {
        checks.equal("its name", group.name.as_deref(), Some(name));
        checks.equal("its type", group.instance_group_type.clone(), Some(kind));
        checks.equal(
            "its instances",
            group.instance_type.as_deref(),
            Some(instance),
        );
        checks.equal("how many", group.requested_instance_count, Some(count));
        checks.equal(
            "its market",
            group.market.clone(),
            Some(MarketType::OnDemand),
        );
    }
    // The same words, in another enumeration.
    checks.equal("roles", InstanceRoleType::Task.to_string(), "TASK");
    Ok(())
}

async fn steps(client: &Client, id: &str, checks: &mut Checks) -> Done {
    let added = client
        .add_job_flow_steps(
            AddJobFlowSteps::new()
                .job_flow_id(id)
                .steps([jar("second"), jar("third")]),
        )
        .await?;
    let added = added.step_ids.unwrap_or_default();
    checks.equal("AddJobFlowSteps gives an id each", added.len(), 2);

    let listed = client
        .list_steps(ListSteps::new().cluster_id(id).step_ids(added.clone()))
        .await?;
    let steps = listed.steps.unwrap_or_default();
    let mut ids: Vec<_> = steps.iter().filter_map(|step| step.id.clone()).collect();
    ids.sort();
    let mut expected = added;
    expected.sort();
    checks.equal("ListSteps by id gives these", ids, expected);
    for step in &steps {
        let config = step.config.clone().unwrap_or_default();
        checks.equal("its jar", config.jar.as_deref(), Some("command-runner.jar"));
        checks.equal(
            "its arguments",
            config.args,
            Some(vec!["spark-submit".to_owned(), "a \"b\" \\ ü\n".to_owned()]),
        );
        checks.equal(
            "on failure",
            step.action_on_failure.clone(),
            Some(ActionOnFailure::Continue),
        );
        let status = step.status.clone().unwrap_or_default();
        checks.equal("its state", status.state, Some(StepState::Pending));
    }

    let mut names = Vec::new();
    let mut list = ListSteps::new().cluster_id(id);
    loop {
        let page = client.list_steps(list.clone()).await?;
        let steps = page.steps.unwrap_or_default();
        names.extend(steps.into_iter().filter_map(|step| step.name));
        let Some(marker) = page.marker else { break };
        list = list.marker(marker);
    }
    names.sort();
    checks.equal("ListSteps gives all", names, ["first", "second", "third"]);
    Ok(())
}

/// Lists all pages, and counts them.
async fn list(
    client: &Client,
    mut list: ListClusters,
) -> Result<(Vec<ClusterSummary>, usize), Error> {
    let (mut clusters, mut pages) = (Vec::new(), 0);
    loop {
        let page = client.list_clusters(list.clone()).await?;
        clusters.extend(page.clusters.unwrap_or_default());
        pages += 1;
        match page.marker {
            Some(marker) => list = list.marker(marker),
            None => return Ok((clusters, pages)),
        }
    }
}

async fn pages(client: &Client, first: &str, checks: &mut Checks) -> Done {
    let mut expected = vec![first.to_owned()];
    for number in 1..CLUSTERS {
        let run = RunJobFlow::new()
            .name(format!("cluster {number}"))
            .instances(JobFlowInstancesConfig::new().keep_job_flow_alive_when_no_steps(true));
        let started = client.run_job_flow(run).await?;
        expected.extend(started.job_flow_id);
    }
    expected.sort();
    let (clusters, pages) = list(client, ListClusters::new()).await?;
    let mut ids: Vec<_> = clusters.into_iter().filter_map(|one| one.id).collect();
    ids.sort();
    checks.equal("ListClusters has three pages", pages, 3);
    checks.that(
        "ListClusters gives each cluster once",
        ids == expected,
        format!("{} clusters, not {}", ids.len(), expected.len()),
    );
    Ok(())
}

async fn terminate(client: &Client, id: &str, checks: &mut Checks) -> Done {
    client
        .terminate_job_flows(TerminateJobFlows::new().job_flow_ids([id.to_owned()]))
        .await?;
    let cluster = describe(client, id).await?;
    let status = cluster.status.unwrap_or_default();
    checks.equal(
        "TerminateJobFlows ends it",
        status.state,
        Some(ClusterState::Terminated),
    );
    let ended = status.timeline.and_then(|line| line.end_date_time);
    checks.that("just now", is_now(ended), ended);

    let terminated = ListClusters::new().cluster_states([ClusterState::Terminated]);
    let (clusters, _) = list(client, terminated.clone()).await?;
    let ids: Vec<_> = clusters.into_iter().filter_map(|one| one.id).collect();
    checks.equal("ListClusters by state", ids, [id]);
    // Times in a request.
    let hour = Timestamp::from_epoch_seconds(Timestamp::now().epoch_seconds() + 3600)?;
    let (before, _) = list(client, terminated.clone().created_before(hour)).await?;
    let (after, _) = list(client, terminated.created_after(hour)).await?;
    checks.equal("ListClusters by time", (before.len(), after.len()), (1, 0));
    Ok(())
}

async fn errors(client: &Client, checks: &mut Checks) {
    match describe(client, "j-NOBODY").await {
        Err(Error::InvalidRequestException(error)) => {
            checks.equal(
                "an unknown cluster's message",
                error.message.as_deref(),
                Some("Cluster id 'j-NOBODY' is not valid."),
            );
            checks.equal(
                "its code",
                error.error_code.as_deref(),
                Some("NoSuchCluster"),
            );
            checks.equal("its status", status(error.meta()), Some(400));
        }
        other => checks.that("an unknown cluster", false, other),
    }
    let missing = client.describe_cluster(DescribeCluster::new()).await;
    checks.that(
        "a missing member isn't sent",
        matches!(missing, Err(Error::InvalidInput(_))),
        missing,
    );
}

/// moto makes every signature again; here is proof that it does.
async fn signatures(moto: &Moto, checks: &mut Checks) -> Done {
    for (name, config) in [
        (
            "another secret",
            moto.config_with(&moto.access_key_id, "no"),
        ),
        ("an unknown key", moto.config_with("AKIDOTHER", "no")),
    ] {
        match Client::new(&config)?
            .list_clusters(ListClusters::new())
            .await
        {
            Err(Error::Unmodeled(error)) => {
                checks.equal(&format!("{name} is refused"), status(&error), Some(403));
            }
            other => checks.that(&format!("{name} is refused"), false, other),
        }
    }
    Ok(())
}
