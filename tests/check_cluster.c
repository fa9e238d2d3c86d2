/* check_cluster.c - samples/cluster: the parts that machines do are together the whole. */
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* photos/ with seven pictures, and whole/ as one run makes it of them. */
static void with_folder(void)
{
    enter_folder();
    run_expect(0,
        "mkdir -p photos/more && cp %s/samples/images/*.png photos && "
        "mv photos/flat.png 'photos/more/a b.png' && "
        "cp photos/badge.png photos/more",
        source_dir());
    run_expect(0, "glitch photos -q -r -o whole --seed 7 -F 'scanline-offset:level=4'");
}

static const char COMMAND[] = "photos -r -o 'the parts' --seed 7 -q "
                              "-F scanline-offset:level=4";

static void assert_whole(int shards)
{
    run_expect(0, "diff -r -x '.glitch*' whole 'the parts'");
    run_expect(0,
        "ls -A 'the parts' | grep -cx '.glitch-journal-[0-9]*-of-%d' | "
        "grep -x %d",
        shards, shards);
}

START_TEST(gnu_parallel)
{
    if (!have_tool("parallel"))
        return;
    if (run("parallel --version | grep -q 'GNU parallel'")->status != 0) {
        skip("gnu_parallel", "another program has that name");
        return;
    }
    run_expect(
        0, "SHARDS=3 %s %s", source_path("samples/cluster/parallel.sh"), COMMAND);
    assert_whole(3);
    run_expect(0, "rm 'the parts/city.png' && SHARDS=3 %s %s",
        source_path("samples/cluster/parallel.sh"), COMMAND);
    assert_whole(3);
}
END_TEST

/* ---- Slurm --------------------------------------------------------------- */

/* A cluster of this machine alone, which talks to nobody else; $1 is the folder. */
static const char START_CLUSTER[] =
    "set -e; dir=$PWD/slurm; mkdir -m 700 $dir $dir/state $dir/spool\n"
    "port=$((20000 + $$ %% 20000)); host=$(hostname -s)\n"
    "head -c 1024 /dev/urandom >$dir/key; chmod 600 $dir/key\n"
    "cat >$dir/slurm.conf <<END\n"
    "ClusterName=test\nSlurmctldHost=$host(127.0.0.1)\n"
    "SlurmctldPort=$port\nSlurmdPort=$((port + 1))\n"
    "AuthType=auth/munge\nAuthInfo=socket=$dir/socket\n"
    "SlurmUser=$(id -un)\nSlurmdUser=$(id -un)\n"
    "StateSaveLocation=$dir/state\nSlurmdSpoolDir=$dir/spool\n"
    "SlurmctldPidFile=$dir/slurmctld.pid\nSlurmdPidFile=$dir/slurmd.pid\n"
    "SlurmctldLogFile=$dir/slurmctld.log\nSlurmdLogFile=$dir/slurmd.log\n"
    "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nMpiDefault=none\n"
    "SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nReturnToService=2\n"
    "NodeName=$host NodeAddr=127.0.0.1 CPUs=$(getconf _NPROCESSORS_ONLN)\n"
    "PartitionName=all Nodes=ALL Default=YES State=UP\n"
    "END\n"
    "export SLURM_CONF=$dir/slurm.conf PATH=$PATH:/usr/sbin\n"
    "munged --force --key-file=$dir/key --socket=$dir/socket --seed-file=$dir/seed "
    "--pid-file=$dir/munged.pid --log-file=$dir/munged.log\n"
    "slurmctld -f $SLURM_CONF\nslurmd -f $SLURM_CONF\n"
    "for i in $(seq 100); do sinfo -h -o %%T | grep -q idle && exit; sleep 0.1; done\n"
    "exit 1";

static void stop_cluster(void)
{
    run("for f in slurm/*.pid; do kill $(cat $f); done; sleep 0.5; "
        "for f in slurm/*.pid; do kill -KILL $(cat $f); done");
}

START_TEST(slurm_array)
{
    static const char *const tools[] = { "sbatch", "slurmctld", "slurmd", "munged" };
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (run("PATH=$PATH:/usr/sbin command -v %s", tools[i])->status != 0) {
            skip("slurm_array", tools[i]);
            return;
        }
    if (run(START_CLUSTER)->status != 0) {
        stop_cluster();
        skip("slurm_array", "no cluster can be started here");
        return;
    }
    static outcome o;
    o = *run(
        "export SLURM_CONF=$PWD/slurm/slurm.conf; timeout 100 "
        "sbatch --wait --array=0-2 -o log-%%a %s %s; code=$?; cat log-*; exit $code",
        source_path("samples/cluster/slurm.sh"), COMMAND);
    stop_cluster();
    ck_assert_msg(o.status == 0, "%s%s", o.out, o.err);
    assert_whole(3);
}
END_TEST

/* As Slurm calls it, whatever the first number of the array. */
START_TEST(slurm_script)
{
    for (int task = 5; task < 8; task++)
        run_expect(0,
            "SLURM_ARRAY_TASK_ID=%d SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_COUNT=3 "
            "sh %s %s",
            task, source_path("samples/cluster/slurm.sh"), COMMAND);
    assert_whole(3);
}
END_TEST

/* ---- Kubernetes ---------------------------------------------------------- */

/* The command of the YAML, with the folders of the test. */
START_TEST(kubernetes_job)
{
    if (!have_tool("python3"))
        return;
    if (run("python3 -c 'import yaml'")->status != 0) {
        skip("kubernetes_job", "python3 has no yaml");
        return;
    }
    run_expect(0,
        "python3 -c '\n"
        "import sys, yaml\n"
        "job = yaml.safe_load(open(sys.argv[1]))\n"
        "spec = job[\"spec\"]\n"
        "assert job[\"kind\"] == \"Job\" and spec[\"completionMode\"] == \"Indexed\"\n"
        "command = spec[\"template\"][\"spec\"][\"containers\"][0][\"command\"]\n"
        "assert command[:2] == [\"sh\", \"-c\"], command\n"
        "print(command[2].replace(\"/data/photos\", \"photos\")"
        ".replace(\"/data/glitched\", \"parts\"))\n"
        "print(spec[\"completions\"], file=sys.stderr)\n"
        "' %s >script 2>count",
        source_path("samples/cluster/kubernetes.yaml"));
    run_expect(0,
        "for i in $(seq 0 $(($(cat count) - 1))); do "
        "JOB_COMPLETION_INDEX=$i sh script 2>log || exit 1; done");
    run_expect(
        0, "$(sed 's/^exec //; s/--resume.*//; s/ parts / together /' script) -q");
    run_expect(0, "diff -r -x '.glitch*' together parts");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cluster");
    TCase *c = tcase_create("cluster");
    tcase_add_checked_fixture(c, with_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_test(c, gnu_parallel);
    tcase_add_test(c, slurm_array);
    tcase_add_test(c, slurm_script);
    tcase_add_test(c, kubernetes_job);
    return run_suites(&suite, 1);
}
